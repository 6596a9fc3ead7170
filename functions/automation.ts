import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /api/automation: is it paused, by whom? POST { action: pause | resume, by, comment } sets the switch. */
functions.http('automation', {
  methods: ['GET', 'HEAD', 'POST'],
  route: 'api/automation',
  authLevel: geowarden.httpAuthLevel,
  handler: (request, context) => geowarden.automation(request, context),
});
