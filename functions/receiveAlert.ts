import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** POST /api/alerts: what an action group says (common alert schema). Its URL carries the function key as `?code=`. */
functions.http('receiveAlert', {
  methods: ['POST'],
  route: 'api/alerts',
  authLevel: geowarden.httpAuthLevel,
  handler: (request, context) => geowarden.receiveAlert(request.body, context),
});
