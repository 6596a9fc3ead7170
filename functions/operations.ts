import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /api/operations and /api/operations/{id}; POST /api/operations/{id} { command: retry | giveUp | abort, by, comment, allowLossSeconds? }. */
functions.http('operations', {
  methods: ['GET', 'HEAD', 'POST'],
  route: 'api/operations/{id?}',
  authLevel: geowarden.httpAuthLevel,
  handler: (request, context) => geowarden.operations(request.params.id, request, context),
});
