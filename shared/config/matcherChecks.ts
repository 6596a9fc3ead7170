/** Checks of `match:` in routes and maintenance windows: a name that nothing bears matches nothing, and nobody would notice. */
import { CONDITIONS, OUTAGE_CONDITIONS } from '../alerting/types.ts';
import { matchesPattern } from '../topology/scopes.ts';
import { listAt, textsAt } from './documentValues.ts';
import { valueAt } from './path.ts';
import { SEVERITIES } from './schema/severity.ts';
import type { ConfigurationFault } from './types.ts';
import { unknownName } from './unknownName.ts';

const LISTS = ['routes', 'maintenance'] as const;

/** Names that are known to Geowarden itself. */
export function matcherFaults(document: unknown): ConfigurationFault[] {
  return [
    ...unmatched(document, 'routes', 'condition', [...CONDITIONS, ...OUTAGE_CONDITIONS], 'the name of a condition'),
    ...unmatched(
      document,
      'maintenance',
      'condition',
      CONDITIONS,
      'the name of a condition that can be held back (outages, approvals and failovers are always told)',
    ),
    ...LISTS.flatMap((list) => unmatched(document, list, 'severity', SEVERITIES, 'a severity')),
  ];
}

/** Names that the document gives itself. */
export function matcherWarnings(document: unknown): ConfigurationFault[] {
  const scopes = listAt(document, ['scopes']).map((scope, index) => valueAt(scope, ['name']) ?? `scope ${index + 1}`);
  const groups = listAt(document, ['groups']).map((group) => valueAt(group, ['name']));
  return LISTS.flatMap((list) => [
    ...unmatched(document, list, 'scope', scopes.map(String), 'the name of a scope'),
    ...unmatched(document, list, 'group', groups.map(String), 'the name of a recovery group'),
  ]);
}

function unmatched(
  document: unknown,
  list: (typeof LISTS)[number],
  label: 'condition' | 'severity' | 'scope' | 'group',
  known: readonly string[],
  what: string,
): ConfigurationFault[] {
  const given = listAt(document, [list]).flatMap((_, index) => textsAt(document, [list, index, 'match', label]));
  return given
    .filter(({ text }) => !known.some((name) => matchesPattern(text, name)))
    .map((one) => unknownName(one, known, `${what}, or a pattern for one`, (name) => `${label}: ${name}`));
}
