import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** POST /api/notifications/test { channels? }: a marked test through each channel, and what became of it. */
functions.http('testNotifications', {
  methods: ['POST'],
  route: 'api/notifications/test',
  authLevel: geowarden.httpAuthLevel,
  handler: (request, context) => geowarden.testNotifications(request, context),
});
