import type { Notice } from '../../../shared/alerting/types.ts';
import { T0 } from './notices.ts';

/** What somebody gets who asked for a message to see that it arrives. */
export const TEST_NOTICE: Notice = {
  id: 'doctor-1',
  test: true,
  condition: 'LinkSuspended',
  reason: 'first',
  severity: 'critical',
  subject: { kind: 'database', key: 'doctor' },
  atMs: T0,
  sinceMs: T0,
  durationMs: 0,
  sentence: 'Somebody asked for this\r\nmessage.',
};
