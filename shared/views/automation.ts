import type { Pause } from '../reaction/ports.ts';
import { iso } from './time.ts';

/** GET /api/automation. */
export interface AutomationView {
  /** Null while the automation may act. */
  paused: { by: string; comment: string; since: string } | null;
}

export function toAutomationView(pause: Pause | null): AutomationView {
  return {
    paused: pause === null ? null : { by: pause.byWhom, comment: pause.comment, since: iso(pause.sinceMs) },
  };
}
