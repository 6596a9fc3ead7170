import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineText } from '../../../shared/adapters/azure/blobs/historyLines.ts';
import { compactHistory } from '../../../shared/replication/compactHistory.ts';
import type { HistoryLine, LinkStateName } from '../../../shared/replication/types.ts';
import { seededRandom } from '../../ports/seededRandom.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const LINK = 'contoso-ne/orders~contoso-we/orders';
const sample = (
  seconds: number,
  lagSeconds: number | null,
  state: LinkStateName = lagSeconds === null ? 'lagUnknown' : 'caughtUp',
  linkKey = LINK,
): HistoryLine => ({ atMs: NOON + seconds * 1_000, linkKey, state, lagSeconds });

const SILENT: readonly LinkStateName[] = ['lagUnknown', 'pending', 'seeding', 'suspended', 'absent', 'unreachable'];

/** An hour of some links with spells of every state, at an odd pace, some of it written twice and out of order. */
function someHour(seed: number): HistoryLine[] {
  const random = seededRandom(seed);
  const lines: HistoryLine[] = [];
  for (let link = 0; link < 1 + Math.floor(random() * 3); link += 1) {
    let state: LinkStateName = 'caughtUp';
    const pace = [1, 7, 10, 30, 61][Math.floor(random() * 5)] ?? 10;
    for (let at = random(); at < 3_600; at += pace * (0.5 + random())) {
      if (random() < 0.05) {
        state =
          random() < 0.5 ? 'caughtUp' : (SILENT[Math.floor(random() * SILENT.length)] ?? assert.fail('no such state'));
      }
      // A state outside its documented domain may come without a lag: it is kept apart from one with it.
      const lag = state === 'caughtUp' && random() > 0.02 ? Math.floor(random() ** 4 * 5_000) : null;
      const line = sample(at, lag, state, `${LINK}${link}`);
      lines.push(line);
      if (random() < 0.03) lines.push(line);
    }
  }
  return lines.sort((one, other) => one.atMs + random() * 20_000 - (other.atMs + random() * 20_000));
}

const ofLinks = (lines: readonly HistoryLine[]) =>
  [...Map.groupBy(lines, ({ linkKey }) => linkKey).values()].map((ofLink) =>
    [...new Map(ofLink.map((line) => [line.atMs, line])).values()].sort((one, other) => one.atMs - other.atMs),
  );
const isNull = ({ lagSeconds }: HistoryLine) => lagSeconds === null;
/** The first sample of each spell. */
const changes = (lines: readonly HistoryLine[]) =>
  ofLinks(lines)
    .map((ofLink) =>
      ofLink.filter((line, index) => {
        const before = ofLink[index - 1];
        return before === undefined || before.state !== line.state || isNull(before) !== isNull(line);
      }),
    )
    .sort((one, other) => String(one[0]?.linkKey).localeCompare(String(other[0]?.linkKey)));
const keyOf = ({ linkKey, atMs }: HistoryLine) => `${linkKey} ${atMs}`;
const minuteKey = ({ linkKey, atMs }: HistoryLine) => `${linkKey} ${Math.floor(atMs / MINUTE_MS)}`;
const SEEDS = Array.from({ length: 150 }, (_, seed) => seed + 1);

test('a minute is one line after the first: its last sample, with the least and the most lag', () => {
  const lines = [3, 5, 1, 9, 2].map((lag, n) => sample(n * 10, lag));
  assert.deepEqual(compactHistory(lines), [sample(0, 3), { ...sample(40, 2), minLagSeconds: 1, maxLagSeconds: 9 }]);
});

test('a lag that does not move is said once', () => {
  const lines = Array.from({ length: 12 }, (_, n) => sample(n * 10, 4));
  assert.deepEqual(compactHistory(lines), [sample(0, 4), sample(50, 4), sample(110, 4)]);
});

test('each change of state keeps its moment, also several in a minute, and NULL stays null', () => {
  const lines = [sample(0, 1), sample(10, null), sample(20, null), sample(30, null), sample(40, 7), sample(50, 8)];
  assert.deepEqual(compactHistory(lines), [
    sample(0, 1),
    sample(10, null),
    sample(30, null),
    sample(40, 7),
    sample(50, 8),
  ]);
});

test('nothing is nothing, and one line is itself', () => {
  assert.deepEqual(compactHistory([]), []);
  assert.deepEqual(compactHistory([sample(5, null, 'suspended')]), [sample(5, null, 'suspended')]);
});

test('of two lines of one moment the later one counts, as it does for readers', () => {
  assert.deepEqual(compactHistory([sample(0, 1), sample(0, 2)]), [sample(0, 2)]);
});

test('no change of state is lost, moved or added', () => {
  for (const seed of SEEDS) {
    const lines = someHour(seed);
    assert.deepEqual(changes(compactHistory(lines)), changes(lines), `seed ${seed}`);
  }
});

test('the peak and the least lag of each minute are kept, and no other is made up', () => {
  for (const seed of SEEDS) {
    const lines = someHour(seed);
    const extremes = (all: readonly HistoryLine[]) =>
      Map.groupBy(
        all.flatMap((line) =>
          [line.lagSeconds, line.minLagSeconds, line.maxLagSeconds]
            .filter((lag) => typeof lag === 'number')
            .map((lag) => ({ lag, minute: minuteKey(line) })),
        ),
        ({ minute }) => minute,
      );
    const compact = extremes(compactHistory(lines));
    const raw = extremes(ofLinks(lines).flat());
    assert.deepEqual([...compact.keys()].sort(), [...raw.keys()].sort(), `seed ${seed}`);
    for (const [minute, lags] of raw) {
      const range = (of: typeof lags) => [Math.min(...of.map(({ lag }) => lag)), Math.max(...of.map(({ lag }) => lag))];
      assert.deepEqual(range(compact.get(minute) ?? []), range(lags), `seed ${seed}, ${minute}`);
    }
  }
});

test('every line stands for a sample that was: its moment, state and lag are those of one, and NULL is no number', () => {
  for (const seed of SEEDS) {
    const lines = someHour(seed);
    const raw = new Map(
      ofLinks(lines)
        .flat()
        .map((line) => [keyOf(line), line]),
    );
    for (const { minLagSeconds, maxLagSeconds, ...line } of compactHistory(lines)) {
      assert.deepEqual(line, raw.get(keyOf(line)), `seed ${seed}`);
      if (line.lagSeconds === null) assert.deepEqual([minLagSeconds, maxLagSeconds], [undefined, undefined]);
      else assert.ok((minLagSeconds ?? line.lagSeconds) <= (maxLagSeconds ?? line.lagSeconds));
    }
  }
});

test('the last sample of each spell is kept: what was known just before an outage is read from it', () => {
  for (const seed of SEEDS.slice(0, 50)) {
    const lines = someHour(seed);
    const kept = new Set(compactHistory(lines).map(keyOf));
    for (const ofLink of ofLinks(lines)) {
      const last = ofLink.filter((line, index) => {
        const next = ofLink[index + 1];
        return next === undefined || next.state !== line.state || isNull(next) !== isNull(line);
      });
      assert.ok(
        last.every((line) => kept.has(keyOf(line))),
        `seed ${seed}`,
      );
    }
  }
});

test('it never grows, in lines or in bytes, and compacting twice changes nothing', () => {
  const bytes = (lines: readonly HistoryLine[]) => lines.reduce((sum, line) => sum + lineText(line).length, 0);
  for (const seed of SEEDS) {
    const lines = someHour(seed);
    const compact = compactHistory(lines);
    assert.ok(compact.length <= lines.length && bytes(compact) <= bytes(lines), `seed ${seed}`);
    assert.deepEqual(compactHistory(compact), compact, `seed ${seed}`);
  }
});

test('an hour sampled each second becomes two lines for its first minute and one for each other', () => {
  const lines = Array.from({ length: 3_600 }, (_, n) => sample(n, n % 7));
  assert.equal(compactHistory(lines).length, 61);
});
