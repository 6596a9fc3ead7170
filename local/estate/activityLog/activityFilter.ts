/** The filter of the activity log: not OData at large, but the few patterns that Azure Monitor takes (Activity Logs - List, 2015-04-01). */
import { ArmError } from '../resourceManager/armError.ts';

export interface ActivityFilter {
  fromMs: number;
  toMs: number;
  /** At most one of these may be asked for besides the time. */
  only?: { property: ActivityProperty; value: string };
}

type ActivityProperty = 'resourceProvider' | 'resourceUri' | 'resourceGroupName' | 'correlationId';

const CLAUSE = /^(\w+)\s+(ge|le|eq)\s+'([^']*)'$/;
const PROPERTIES: readonly string[] = ['resourceProvider', 'resourceUri', 'resourceGroupName', 'correlationId'];
/** Entries are kept for so long. */
const KEPT_MS = 90 * 24 * 3_600_000;

/** @throws ArmError 400 for what Azure would not take: no beginning, one older than 90 days, another property or operator. */
export function parseActivityFilter(text: string | undefined, nowMs: number): ActivityFilter {
  if (text === undefined || text.trim() === '') throw refused('the query parameter $filter is missing');
  let [fromMs, toMs]: [number | undefined, number] = [undefined, nowMs];
  let only: ActivityFilter['only'];
  for (const clause of text.trim().split(/\s+and\s+/)) {
    const [, property = '', operator = '', value = ''] = CLAUSE.exec(clause.trim()) ?? [];
    if (property === 'eventTimestamp' && operator === 'ge') fromMs = momentOf(value);
    else if (property === 'eventTimestamp' && operator === 'le') toMs = momentOf(value);
    else if (isProperty(property) && operator === 'eq' && only === undefined) only = { property, value };
    else throw refused(`'${clause.slice(0, 80)}' is none of the supported patterns`);
  }
  if (fromMs === undefined) throw refused('it has no beginning (eventTimestamp ge)');
  if (fromMs < nowMs - KEPT_MS) throw refused('it begins more than 90 days ago');
  return { fromMs, toMs, ...(only === undefined ? {} : { only }) };
}

function isProperty(name: string): name is ActivityProperty {
  return PROPERTIES.includes(name);
}

function momentOf(value: string): number {
  const atMs = Date.parse(value);
  if (Number.isNaN(atMs)) throw refused(`'${value.slice(0, 40)}' is no moment`);
  return atMs;
}

function refused(why: string): ArmError {
  return new ArmError(400, 'BadRequest', `The filter of the activity log cannot be used: ${why}.`);
}
