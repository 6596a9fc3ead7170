import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /api/status: everything on one page. */
functions.http('status', {
  methods: ['GET', 'HEAD'],
  route: 'api/status',
  authLevel: geowarden.httpAuthLevel,
  handler: () => geowarden.status(),
});
