import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /api/links, and GET /api/links/{linkKey} with its recent samples. A linkKey holds slashes, hence one route for both. */
functions.http('links', {
  methods: ['GET', 'HEAD'],
  route: 'api/links/{*linkKey}',
  authLevel: geowarden.httpAuthLevel,
  handler: (request) => geowarden.links(request.params.linkKey),
});
