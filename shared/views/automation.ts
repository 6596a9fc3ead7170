import type { Pause } from '../reaction/ports.ts';
import type { AutomationView } from './automationTypes.ts';
import { iso } from './time.ts';

export function toAutomationView(pause: Pause | null): AutomationView {
  return {
    paused: pause === null ? null : { by: pause.byWhom, comment: pause.comment, since: iso(pause.sinceMs) },
  };
}
