import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET shows the plan and the form and changes nothing; POST decides. Anonymous: the token in the link is the key. */
functions.http('decision', {
  methods: ['GET', 'HEAD', 'POST'],
  route: 'api/incidents/{id}/decision',
  authLevel: 'anonymous',
  handler: (request, context) =>
    geowarden.decision(request.params.id ?? '', request.query.get('token') ?? '', request, context),
});
