/** What people rely on, over any run of verdicts and any clock: every first has one end, nothing is told twice, and blindness ends nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_INCIDENT_RULES, stepIncident } from '../../../shared/outage/incident.ts';
import type { IncidentNotice } from '../../../shared/outage/incidentNotices.ts';
import type { Incident, Verdict, VerdictName } from '../../../shared/outage/types.ts';
import { databaseScope, MINUTE, SECOND, says, T0 } from './builders.ts';

type Turn = { name: VerdictName; afterMs: number };

const NAMES: VerdictName[] = ['healthy', 'healthy', 'suspect', 'down', 'isolated', 'undecided'];
const turns = fc.array(
  fc.record({
    name: fc.constantFrom(...NAMES),
    afterMs: fc.integer({ min: -10 * SECOND, max: 4 * MINUTE }),
  }),
  { minLength: 1, maxLength: 40 },
);

function verdict(name: VerdictName, nowMs: number): Verdict {
  const speaks = name === 'suspect' || name === 'down' || name === 'isolated';
  return {
    name,
    scope: databaseScope(),
    agreedSinceMs: name === 'down' ? T0 : null,
    onsetMs: speaks ? T0 : null,
    evidenceFor: speaks ? [says('ownProbe', { atMs: nowMs })] : [],
    evidenceAgainst: [],
    missing: [],
    confirmed: name === 'down',
    sentence: `${name}.`,
  };
}

interface Played {
  incidents: Incident[];
  notices: IncidentNotice[];
}

/** Each incident goes through JSON between two steps, as it does through a table row. */
function play(list: Turn[]): Played {
  const played: Played = { incidents: [], notices: [] };
  let incident: Incident | undefined;
  let nowMs = T0;
  for (const { name, afterMs } of list) {
    nowMs += afterMs;
    const step = stepIncident(incident, 'shop', verdict(name, nowMs), DEFAULT_INCIDENT_RULES, nowMs);
    incident = step.incident === undefined ? undefined : (JSON.parse(JSON.stringify(step.incident)) as Incident);
    if (incident !== undefined) played.incidents.push(incident);
    played.notices.push(...step.notices);
  }
  return played;
}

test('first and resolved take turns, and each resolved follows the first before it', () => {
  fc.assert(
    fc.property(turns, (list) => {
      play(list).notices.forEach((notice, index, all) => {
        assert.equal(notice.reason, index % 2 === 0 ? 'first' : 'resolved');
        if (notice.reason === 'resolved') assert.equal(notice.follows, all[index - 1]?.id);
        assert.ok(notice.durationMs >= 0);
      });
    }),
    { numRuns: 1_000 },
  );
});

test('whatever was told is ended once health lasts', () => {
  const calm: Turn[] = Array.from({ length: 4 }, () => ({ name: 'healthy', afterMs: MINUTE }));
  fc.assert(
    fc.property(turns, (list) => {
      const { notices, incidents } = play([...list, ...calm]);
      assert.equal(notices.length % 2, 0);
      assert.ok(incidents.length === 0 || incidents.at(-1)?.phase === 'over');
    }),
    { numRuns: 1_000 },
  );
});

test('isolation ends nothing and tells nobody, however long it lasts', () => {
  const blind: Turn[] = Array.from({ length: 30 }, () => ({ name: 'isolated', afterMs: 4 * MINUTE }));
  fc.assert(
    fc.property(turns, (list) => {
      const before = play(list);
      const after = play([...list, ...blind]);
      assert.equal(after.notices.length, before.notices.length);
      assert.notEqual(after.incidents.at(-1)?.phase, 'over');
    }),
    { numRuns: 500 },
  );
});
