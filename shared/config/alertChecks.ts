/** Checks between the fields of `alerts:` and the paces at which is measured. They look at the document as it was written, like crossChecks.ts. */
import { ALL_CONDITIONS } from '../alerting/conditions/all.ts';
import { CONDITIONS, type ConditionName } from '../alerting/types.ts';
import { durationAt, listAt } from './documentValues.ts';
import { formatDuration } from './duration.ts';
import { pathText, valueAt } from './path.ts';
import { DISCOVERY_DEFAULT, SAMPLING_DEFAULT, SIGNALS_DEFAULT } from './schema/document.ts';
import type { ConfigurationFault } from './types.ts';

export function alertFaults(document: unknown): ConfigurationFault[] {
  const scopes = listAt(document, ['scopes']).map((_, index) => ['scopes', index, 'alerts']);
  return [['alerts'], ...scopes].flatMap((path) => windowOrder(document, [...path, 'RpoBudgetBurn', 'windows']));
}

export function alertWarnings(document: unknown): ConfigurationFault[] {
  return [...thresholdBelowSampling(document), ...pendingBelowSampling(document), ...pendingBelowReading(document)];
}

/** The short window says that it still goes on: as long as the long one it would say nothing of its own. */
function windowOrder(document: unknown, path: PropertyKey[]): ConfigurationFault[] {
  return listAt(document, path).flatMap((_, index) => {
    const long = durationAt(document, [...path, index, 'long']);
    const short = durationAt(document, [...path, index, 'short']);
    if (long === undefined || short === undefined || short < long) return [];
    return [
      {
        path: pathText([...path, index, 'short']),
        expected: `less than the long window (${formatDuration(long)}), best a twelfth of it`,
        seen: formatDuration(short),
        example: `short: ${formatDuration(Math.ceil(long / 12))}`,
      },
    ];
  });
}

function thresholdBelowSampling(document: unknown): ConfigurationFault[] {
  const every = samplingInterval(document);
  const given = valueAt(document, ['alerts', 'LagHigh', 'above']) !== undefined;
  const path = given ? ['alerts', 'LagHigh', 'above'] : ['objectives', 'rpo'];
  const above = durationAt(document, path);
  if (every === undefined || above === undefined || above >= every) return [];
  const wanted = formatDuration(every);
  return [
    {
      path: pathText(path),
      expected: `a threshold for LagHigh of at least the sampling interval (${wanted}): a shorter lag comes and goes between two samples unseen`,
      seen: formatDuration(above),
      example: given ? `above: ${wanted}` : `alerts: { LagHigh: { above: ${wanted} } }`,
    },
  ];
}

function pendingBelowSampling(document: unknown): ConfigurationFault[] {
  const every = samplingInterval(document);
  if (every === undefined) return [];
  return CONDITIONS.flatMap((condition) => {
    const path = ['alerts', condition, 'for'];
    const pending = pendingOf(document, condition);
    if (pending === undefined || pending === 0 || pending >= every) return [];
    return [
      {
        path: pathText(path),
        expected: `0s, or at least the sampling interval (${formatDuration(every)}): nothing is measured in between`,
        seen: formatDuration(pending),
        example: `for: ${formatDuration(every)}`,
      },
    ];
  });
}

function samplingInterval(document: unknown): number | undefined {
  return durationAt(document, ['sampling', 'every'], SAMPLING_DEFAULT);
}

/** One reading must not be enough: after an idle spell a commit gap jumps, and Resource Manager's two sides differ in a failover. */
function pendingBelowReading(document: unknown): ConfigurationFault[] {
  const paces = {
    signals: { path: 'signals.every', leastMs: 2 * (durationAt(document, ['signals', 'every'], SIGNALS_DEFAULT) ?? 0) },
    discovery: {
      path: 'discovery.every',
      leastMs: durationAt(document, ['discovery', 'every'], DISCOVERY_DEFAULT) ?? 0,
    },
  };
  return CONDITIONS.flatMap((condition) => {
    const { readAt } = ALL_CONDITIONS[condition];
    const pending = pendingOf(document, condition);
    if (readAt === undefined || pending === undefined || pending >= paces[readAt].leastMs) return [];
    const { path, leastMs } = paces[readAt];
    return [
      {
        path: pathText(['alerts', condition, 'for']),
        expected: `at least ${formatDuration(leastMs)}: it is judged by what is read every ${path}, and one reading may mislead`,
        seen: formatDuration(pending),
        example: `for: ${formatDuration(leastMs)}`,
      },
    ];
  });
}

/** Undefined where nobody is told, and where it is not readable: its own fault says so. */
function pendingOf(document: unknown, condition: ConditionName): number | undefined {
  const { defaults } = ALL_CONDITIONS[condition];
  const isOff = (valueAt(document, ['alerts', condition, 'enabled']) ?? defaults.enabled) === false;
  return isOff ? undefined : durationAt(document, ['alerts', condition, 'for'], defaults.for);
}
