import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** POST /api/harden { linkKey, timeoutSeconds? }: how long would a transaction wait now that must not be lost? */
functions.http('harden', {
  methods: ['POST'],
  route: 'api/harden',
  authLevel: geowarden.httpAuthLevel,
  handler: (request, context) => geowarden.harden(request, context),
});
