import type { DeploymentCondition } from './definition.ts';

export const monitorLate: DeploymentCondition = {
  name: 'MonitorLate',
  subject: 'deployment',
  holdsWhen: 'Geowarden itself is late: nothing is measured for a while.',
  defaults: { severity: 'critical', for: '0s', resolve: '1m' },
  find: () => ({ is: 'unknown' }),
};
