import type { Finding } from '../types.ts';
import type { DeploymentCondition } from './definition.ts';

/** Geowarden itself is late. Whoever lives on tells of it; when nobody does, /api/health and the missing heartbeat do. */
export const monitorLate: DeploymentCondition = {
  name: 'MonitorLate',
  subject: 'deployment',
  holdsWhen: 'Geowarden itself is late: its sweeps have not ended in time, and nothing is measured meanwhile.',
  defaults: { severity: 'critical', for: '1m', resolve: '1m' },
  find: ({ late }): Finding =>
    late.length === 0
      ? { is: 'false', sentence: 'Geowarden measures on time again.' }
      : {
          is: 'true',
          sentence: `Geowarden is late: what it shows is old, and nothing new is noticed. ${late.join(' ')}`,
        },
};
