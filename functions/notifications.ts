import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /api/notifications?limit=&after=: what was sent and what became of it, and what is not told now, and why. */
functions.http('notifications', {
  methods: ['GET', 'HEAD'],
  route: 'api/notifications',
  authLevel: geowarden.httpAuthLevel,
  handler: ({ query }) => geowarden.notifications({ limit: query.get('limit'), after: query.get('after') }),
});
