import type { Pause } from '../reaction/ports.ts';
import { loadSwitch, SwitchUnreadable } from './automationSwitch.ts';
import type { AppContext } from './context.ts';

/**
 * Null only when the automation is surely not paused.
 * @throws SwitchUnreadable, or whatever storage throws: whoever cannot read the switch must take it for paused
 */
export async function readPause(app: AppContext): Promise<Pause | null> {
  const { value } = await loadSwitch(await app.ports.storage());
  if (value === 'unreadable') throw new SwitchUnreadable();
  if (value === null || value.resumed !== undefined) return null;
  return { byWhom: value.byWhom, comment: value.comment, sinceMs: value.sinceMs };
}
