import type { RecoveryGroup } from './types.ts';

const MODES: ReadonlySet<string> = new Set(['notify', 'approve', 'automatic']);
const PARTIAL: ReadonlySet<string> = new Set(['allOrNothing', 'moveWhatCan']);

/**
 * What is wrong with a group, as a sentence; undefined for a sound one. The configuration has been checked when it was loaded; what decides
 * on lost data checks once more, because a number that is none would pass comparisons silently.
 */
export function groupFault(group: RecoveryGroup): string | undefined {
  if (!MODES.has(group.mode)) return `Expected the mode notify, approve or automatic; saw ${group.mode}.`;
  if (!PARTIAL.has(group.partial)) return `Expected partial: allOrNothing or moveWhatCan; saw ${group.partial}.`;
  if (!(Number.isInteger(group.minKinds) && group.minKinds >= 2)) {
    return `Expected minKinds of 2 or more: one path never moves a database; saw ${group.minKinds}.`;
  }
  if (!(Number.isFinite(group.confirmForMs) && group.confirmForMs > 0)) {
    return `Expected confirmFor above zero; saw ${group.confirmForMs} ms.`;
  }
  if (!isAmount(group.maxLossMs)) return `Expected maxLoss of zero or more; saw ${group.maxLossMs} ms.`;
  if (!isAmount(group.cooldownMs)) return `Expected cooldown of zero or more; saw ${group.cooldownMs} ms.`;
  if (!isAmount(group.dailyBudget)) return `Expected dailyBudget of zero or more; saw ${group.dailyBudget}.`;
  return undefined;
}

function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
