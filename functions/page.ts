import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/**
 * GET /: the status page. It holds no data; what it shows it asks of the API, which asks for the key.
 * An empty route would become the function's name; a parameter that may only be empty is the known way to serve the root.
 */
functions.http('page', {
  methods: ['GET', 'HEAD'],
  route: '{root:maxlength(0)?}',
  authLevel: 'anonymous',
  handler: () => geowarden.page(),
});
