import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /api/silences; POST /api/silences { match, author, comment, startsAt?, endsAt }; DELETE /api/silences/{id}?by= ends it now. */
functions.http('silences', {
  methods: ['GET', 'HEAD', 'POST', 'DELETE'],
  route: 'api/silences/{id?}',
  authLevel: geowarden.httpAuthLevel,
  handler: (request, context) => geowarden.silences(request.params.id, request.query.get('by'), request, context),
});
