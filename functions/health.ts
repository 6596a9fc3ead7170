import { app as functions } from '@azure/functions';
import { geowarden } from '../shared/app.ts';

/** GET /api/health: 503 when a sweep is late. Anonymous, because probes have no key; it names no database. */
functions.http('health', {
  methods: ['GET', 'HEAD'],
  route: 'api/health',
  authLevel: 'anonymous',
  handler: () => geowarden.health(),
});
