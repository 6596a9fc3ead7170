import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_INCIDENT_RULES, type IncidentStep, stepIncident } from '../../../shared/outage/incident.ts';
import type { Evidence, Incident, Verdict } from '../../../shared/outage/types.ts';
import { judgeDatabase, judgeRegion } from '../../../shared/outage/verdict.ts';
import { CONFIRM, databaseScope, ISOLATED, input, MINUTE, ORDERS, SECOND, STOCK, says, sight, T0 } from './builders.ts';

const RULES = DEFAULT_INCIDENT_RULES;

const spoken = (minute: number) => ({ atMs: T0 + minute * MINUTE });
const bothSay = (minute: number): Evidence[] => [
  says('ownProbe', spoken(minute)),
  says('witnessProbe', spoken(minute)),
];
const verdictAt = (minute: number, evidence: Evidence[]): Verdict =>
  judgeDatabase(ORDERS, input(evidence, T0 + minute * MINUTE));
const suspect = (minute: number) => verdictAt(minute, [says('ownProbe', spoken(minute))]);
const down = (minute: number) => verdictAt(minute, bothSay(minute));
const healthy = (minute: number) => verdictAt(minute, [says('ownProbe', { vote: 'against', ...spoken(minute) })]);
const silent = (minute: number) => verdictAt(minute, []);
const starting = (minute: number) =>
  judgeDatabase(ORDERS, input([], T0 + minute * MINUTE, { sight: sight(T0, { complete: false }) }));
const isolated = (minute: number, evidence = bothSay(minute)) =>
  judgeDatabase(ORDERS, input(evidence, T0 + minute * MINUTE, { sight: ISOLATED(T0 + minute * MINUTE) }));

const step = (previous: Incident | undefined, minute: number, of: (minute: number) => Verdict): IncidentStep =>
  stepIncident(previous, 'shop', of(minute), RULES, T0 + minute * MINUTE);

/** Plays verdicts in turn, through JSON as a table row would take them; the last step, and all that was told. */
function play(...list: Array<[number, (minute: number) => Verdict]>): IncidentStep {
  let incident: Incident | undefined;
  const notices: IncidentStep['notices'] = [];
  for (const [minute, of] of list) {
    const done = step(incident, minute, of);
    incident = done.incident === undefined ? undefined : (JSON.parse(JSON.stringify(done.incident)) as Incident);
    notices.push(...done.notices);
  }
  return { incident, notices };
}
const told = ({ notices }: IncidentStep) => notices.map(({ condition, reason }) => `${condition} ${reason}`);

for (const [name, of] of [
  ['healthy', healthy],
  ['silence', silent],
  ['a start', starting],
  ['an isolation that says nothing of it', (minute: number) => isolated(minute, [])],
] as Array<[string, (minute: number) => Verdict]>) {
  test(`${name} opens nothing`, () => {
    assert.deepEqual(step(undefined, 1, of), { incident: undefined, notices: [] });
  });
}

test('the first word for an outage opens it, and nobody is told yet', () => {
  const { incident, notices } = step(undefined, 1, suspect);
  assert.deepEqual([incident?.phase, incident?.openedAtMs, incident?.confirmedAtMs], ['open', T0 + MINUTE, null]);
  assert.deepEqual([incident?.explanation, incident?.operationId, notices], [null, null, []]);
});

test('an isolation with evidence opens it too, so that inaction can be explained, and tells nobody', () => {
  const played = play([1, isolated], [10, isolated], [30, isolated]);
  assert.deepEqual([played.incident?.phase, played.incident?.verdict.name], ['open', 'isolated']);
  assert.deepEqual(played.notices, []);
});

test('confirmed is told once', () => {
  const played = play([1, suspect], [5, down], [6, down], [7, down]);
  assert.deepEqual([played.incident?.phase, played.incident?.confirmedAtMs], ['confirmed', T0 + CONFIRM]);
  assert.deepEqual(told(played), ['DatabaseOutage first']);
  const [first] = played.notices;
  assert.equal(first?.sinceMs, T0);
  assert.equal(first?.durationMs, CONFIRM);
  assert.equal(first?.confirmed, true);
  assert.match(first?.sentence ?? '', /contoso-we\/orders is down/);
});

test('a suspicion that lasts is told even where nobody else can confirm it', () => {
  assert.deepEqual(told(play([1, suspect], [5, suspect])), []);
  const played = play([1, suspect], [6, suspect], [9, suspect]);
  assert.deepEqual(told(played), ['DatabaseOutage first']);
  assert.equal(played.notices[0]?.confirmed, false);
  assert.match(played.notices[0]?.sentence ?? '', /Missing: a witness/);
});

test('what was told as a suspicion is not told again when it is confirmed', () => {
  assert.deepEqual(told(play([0, suspect], [5, suspect], [6, down])), ['DatabaseOutage first']);
});

test('it is over when health was seen for a minute, and its end is told', () => {
  const played = play([1, suspect], [5, down], [6, healthy], [7, healthy]);
  assert.equal(played.incident?.phase, 'over');
  assert.equal(played.incident?.overAtMs, T0 + 7 * MINUTE);
  assert.deepEqual(told(played), ['DatabaseOutage first', 'DatabaseOutage resolved']);
  const [first, resolved] = played.notices;
  assert.equal(resolved?.follows, first?.id);
  assert.equal(resolved?.durationMs, 6 * MINUTE);
  assert.match(resolved?.sentence ?? '', /The outage of contoso-we\/orders is over: Nothing speaks for an outage/);
});

test('the end of what was not told is not told', () => {
  const played = play([1, suspect], [2, healthy], [3, healthy]);
  assert.deepEqual([played.incident?.phase, played.notices], ['over', []]);
});

test('health for less than a minute ends nothing, and has to be seen anew after a relapse', () => {
  assert.equal(play([1, suspect], [2, healthy], [2.9, healthy]).incident?.phase, 'open');
  assert.equal(play([1, suspect], [2, healthy], [2.5, suspect], [3, healthy]).incident?.phase, 'open');
  assert.equal(play([1, suspect], [2, healthy], [2.5, suspect], [3, healthy], [4, healthy]).incident?.phase, 'over');
});

test('a start or an isolation in between ends nothing, and the end has to be seen anew', () => {
  for (const blind of [starting, (minute: number) => isolated(minute, [])]) {
    assert.equal(play([1, suspect], [30, blind], [60, blind]).incident?.phase, 'open');
    assert.equal(play([1, suspect], [2, healthy], [2.5, blind], [3, healthy]).incident?.phase, 'open');
  }
});

test('the verdict that is kept is the last with evidence', () => {
  const played = play([1, suspect], [5, down], [6, healthy], [6.5, silent]);
  assert.equal(played.incident?.verdict.name, 'down');
});

test('silence for a quarter of an hour ends it, and is told as what it is', () => {
  assert.equal(play([1, suspect], [5, down], [19, silent]).incident?.phase, 'confirmed');
  const played = play([1, suspect], [5, down], [20, silent]);
  assert.equal(played.incident?.phase, 'over');
  assert.match(played.notices[1]?.sentence ?? '', /nobody says anything of it any more/);
});

test('confirmed stays confirmed while it is only suspected', () => {
  const played = play([1, suspect], [5, down], [6, suspect]);
  assert.deepEqual([played.incident?.phase, played.incident?.verdict.name], ['confirmed', 'suspect']);
});

test('what comes back soon is the same incident, with what was started for it, and is told anew', () => {
  const over = play([1, suspect], [5, down], [6, healthy], [7, healthy]).incident;
  assert.ok(over !== undefined);
  const back = step({ ...over, operationId: 'op-1' }, 16, down);
  assert.equal(back.incident?.id, over.id);
  assert.deepEqual([back.incident?.operationId, back.incident?.overAtMs], ['op-1', null]);
  assert.equal(back.incident?.confirmedAtMs, T0 + 5 * MINUTE);
  assert.deepEqual(told(back), ['DatabaseOutage first']);
});

test('a second telling has an id of its own, and its own end', () => {
  const once = play([1, suspect], [5, down], [6, healthy], [7, healthy]);
  const twice = play([1, suspect], [5, down], [6, healthy], [7, healthy], [10, down], [11, healthy], [12, healthy]);
  assert.equal(twice.notices.length, 4);
  assert.equal(new Set(twice.notices.map(({ id }) => id)).size, 4);
  assert.deepEqual(
    twice.notices.slice(0, 2).map(({ id }) => id),
    once.notices.map(({ id }) => id),
  );
  assert.equal(twice.notices[3]?.follows, twice.notices[2]?.id);
});

test('what comes back late is another incident', () => {
  const over = play([1, suspect], [5, down], [6, healthy], [7, healthy]).incident;
  const later = (minute: number) =>
    verdictAt(minute, [says('ownProbe', { sinceMs: T0 + 17 * MINUTE, atMs: T0 + minute * MINUTE })]);
  const back = step(over, 18, later);
  assert.notEqual(back.incident?.id, over?.id);
  assert.deepEqual([back.incident?.phase, back.incident?.operationId], ['open', null]);
});

test('an incident that is over stays as it was', () => {
  const over = play([1, suspect], [2, healthy], [3, healthy]).incident;
  assert.deepEqual(step(over, 60, healthy), { incident: over, notices: [] });
  assert.deepEqual(step(over, 60, silent), { incident: over, notices: [] });
});

test('the id is that of group, scope and onset, whoever opens it and when', () => {
  const one = step(undefined, 1, suspect).incident?.id;
  assert.match(one ?? '', /^[0-9a-f]{32}$/);
  assert.equal(step(undefined, 3, suspect).incident?.id, one);
  assert.notEqual(stepIncident(undefined, 'other', suspect(1), RULES, T0).incident?.id, one);
  const stock = judgeDatabase(STOCK, input([says('ownProbe', { scope: databaseScope(STOCK) })], T0 + CONFIRM));
  assert.notEqual(stepIncident(undefined, 'shop', stock, RULES, T0).incident?.id, one);
});

test('a region has a RegionOutage', () => {
  const nowMs = T0 + CONFIRM;
  const verdict = judgeRegion('westeurope', input([says('serviceHealth'), says('ownProbe')], nowMs));
  const { incident, notices } = stepIncident(undefined, 'shop', verdict, RULES, nowMs);
  assert.deepEqual(
    [incident?.phase, notices[0]?.condition, notices[0]?.reason],
    ['confirmed', 'RegionOutage', 'first'],
  );
  assert.deepEqual(notices[0]?.scope, { kind: 'region', region: 'westeurope' });
});

test('an incident of another group or scope is a mistake of the caller', () => {
  const other = step(undefined, 1, suspect).incident;
  assert.throws(
    () => stepIncident(other, 'bank', suspect(2), RULES, T0),
    /of bank about database\/contoso-we\/orders, saw one of shop/,
  );
});

test('a clock that goes back ends nothing early', () => {
  const played = play([1, suspect], [6, healthy], [2, healthy], [2.5, healthy]);
  assert.equal(played.incident?.phase, 'open');
  assert.equal(play([1, suspect], [6, healthy], [2, healthy], [3.1, healthy]).incident?.phase, 'over');
});

test('the same step twice gives the same notice', () => {
  const open = step(undefined, 1, suspect).incident;
  const [one] = step(open, 5, down).notices;
  const [again] = step(open, 5, down).notices;
  assert.deepEqual(again, one);
  assert.ok(one !== undefined && one.atMs - one.sinceMs > 4 * MINUTE + 59 * SECOND);
});
