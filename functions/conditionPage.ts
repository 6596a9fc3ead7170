import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /conditions/{name}: what a condition means and what to do first; without a name all of them. Anonymous: it names no database. */
functions.http('conditionPage', {
  methods: ['GET', 'HEAD'],
  route: 'conditions/{name?}',
  authLevel: 'anonymous',
  handler: (request) => geowarden.conditionPage(request.params.name, request.url),
});
