/** Checks between the fields of `groups:`. They look at the document as it was written, like crossChecks.ts. */
import { durationAt, listAt } from './documentValues.ts';
import { formatDuration } from './duration.ts';
import { pathText, valueAt } from './path.ts';
import { patternsMeet } from './patternsMeet.ts';
import { SAMPLING_DEFAULT } from './schema/document.ts';
import { GROUP_DEFAULTS, SHORT_CONFIRMATION_MS } from './schema/groups.ts';
import { shown } from './shown.ts';
import type { ConfigurationFault } from './types.ts';

export function groupFaults(document: unknown): ConfigurationFault[] {
  return [...claimedTwice(document), ...automaticWithoutAllowance(document), ...seenOnlyOnce(document)];
}

export function groupWarnings(document: unknown): ConfigurationFault[] {
  return [...shortConfirmation(document), ...alwaysAsks(document)];
}

/** A database in two groups would have two policies, and could be moved by one while the other forbids it. */
function claimedTwice(document: unknown): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const earlier: Array<{ pattern: string; group: number; path: string }> = [];
  for (const [group, entry] of listAt(document, ['groups']).entries()) {
    for (const [index, pattern] of listAt(entry, ['databases']).entries()) {
      if (typeof pattern !== 'string') continue;
      const path = pathText(['groups', group, 'databases', index]);
      const other = earlier.find((known) => known.group !== group && patternsMeet(known.pattern, pattern));
      if (other) {
        faults.push({
          path,
          expected: 'a pattern that matches no database of another group: a database moves with one group only',
          seen: `${shown(pattern)}, which meets ${shown(other.pattern)} at ${other.path}`,
          example: "databases: ['shop-we/orders', 'shop-we/stock-*']",
        });
      }
      earlier.push({ pattern, group, path });
    }
  }
  return faults;
}

function automaticWithoutAllowance(document: unknown): ConfigurationFault[] {
  return listAt(document, ['groups']).flatMap((group, index) => {
    if (valueAt(group, ['mode']) !== 'automatic' || valueAt(group, ['maxLoss']) !== undefined) return [];
    return [
      {
        path: pathText(['groups', index, 'maxLoss']),
        expected: 'a duration, because mode is automatic: only the owner can say how much may be lost without asking',
        seen: 'nothing',
        example: 'maxLoss: 30s',
      },
    ];
  });
}

/** 43 seconds of partition between two regions must move nothing. */
function shortConfirmation(document: unknown): ConfigurationFault[] {
  return listAt(document, ['groups']).flatMap((_, index) => {
    const path = ['groups', index, 'confirmFor'];
    const confirmFor = durationAt(document, path, GROUP_DEFAULTS.confirmFor);
    if (confirmFor === undefined || confirmFor >= SHORT_CONFIRMATION_MS) return [];
    return [
      {
        path: pathText(path),
        expected: `at least ${formatDuration(SHORT_CONFIRMATION_MS)}: networks between regions have been away for most of a minute and come back`,
        seen: formatDuration(confirmFor),
        example: `confirmFor: ${GROUP_DEFAULTS.confirmFor}`,
      },
    ];
  });
}

/** The confirmation time would pass between two looks: one lost packet would be a confirmed outage. */
function seenOnlyOnce(document: unknown): ConfigurationFault[] {
  const every = durationAt(document, ['sampling', 'every'], SAMPLING_DEFAULT);
  return listAt(document, ['groups']).flatMap((group, index) => {
    const path = ['groups', index, 'confirmFor'];
    const confirmFor = durationAt(document, path, GROUP_DEFAULTS.confirmFor);
    if (valueAt(group, ['mode']) !== 'automatic' || every === undefined || confirmFor === undefined) return [];
    if (every <= confirmFor / 2) return [];
    return [
      {
        path: pathText(path),
        expected: `at least twice sampling.every (${formatDuration(every)}), because mode is automatic: the evidence must be seen again before it counts as confirmed`,
        seen: formatDuration(confirmFor),
        example: `confirmFor: ${formatDuration(every * 2)}`,
      },
    ];
  });
}

/**
 * The loss bound runs from what the secondary has to the moment of forcing, because a partitioned primary may still take writes (rule 5), and
 * nothing is forced before confirmFor has passed.
 */
function alwaysAsks(document: unknown): ConfigurationFault[] {
  return listAt(document, ['groups']).flatMap((group, index) => {
    const maxLoss = durationAt(document, ['groups', index, 'maxLoss'], '0s');
    const confirmFor = durationAt(document, ['groups', index, 'confirmFor'], GROUP_DEFAULTS.confirmFor);
    if (valueAt(group, ['mode']) !== 'automatic' || maxLoss === undefined || confirmFor === undefined) return [];
    if (maxLoss > confirmFor || valueAt(group, ['maxLoss']) === undefined) return [];
    return [
      {
        path: pathText(['groups', index, 'maxLoss']),
        expected: `more than confirmFor (${formatDuration(confirmFor)}): a failed primary may still take writes while the outage is confirmed, so the bound is at least that long, and with less a person is always asked`,
        seen: formatDuration(maxLoss),
        example: `maxLoss: ${formatDuration(confirmFor * 2)}`,
      },
    ];
  });
}
