import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /api/incidents: the open and the recent ones; GET /api/incidents/{id}: one, with its evidence, plan and gates. */
functions.http('incidents', {
  methods: ['GET', 'HEAD'],
  route: 'api/incidents/{id?}',
  authLevel: geowarden.httpAuthLevel,
  handler: (request) => geowarden.incidents(request.params.id),
});

/** GET /api/incidents/{id}/explain: why it did, why it did not. */
functions.http('explainIncident', {
  methods: ['GET', 'HEAD'],
  route: 'api/incidents/{id}/explain',
  authLevel: geowarden.httpAuthLevel,
  handler: (request) => geowarden.explainIncident(request.params.id),
});
