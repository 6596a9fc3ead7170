import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SweepReport } from '../../../shared/app/context.ts';
import { mergeReports, readSampling, shardsOfTick } from '../../../shared/app/samplingReport.ts';
import { NO_MARK } from '../../../shared/views/marks.ts';
import { createMemoryAppState } from '../../ports/memoryHistory.ts';

const problem = (subject: string) => ({ area: 'sampling' as const, subject, code: 'x', message: 'm', sinceMs: 1 });
const report = (finishedAtMs: number | null, more: Partial<SweepReport> = {}): SweepReport => ({
  mark: { startedAtMs: 1, finishedAtMs, durationMs: finishedAtMs === null ? null : finishedAtMs - 1 },
  problems: [],
  configurationHash: 'h',
  ...more,
});
const TICK = report(105, { problems: [problem('judge')] });

test('sampling ended when its latest shard did', () => {
  const { mark } = mergeReports(TICK, { '00': null, '01': null }, [report(300), report(200)]);
  assert.deepEqual(mark, { startedAtMs: 1, finishedAtMs: 200, durationMs: 299 });
});

test('a shard that never ended is not covered up by the others', () => {
  const { mark } = mergeReports(TICK, { '00': null, '01': null }, [report(300), report(null, { mark: NO_MARK })]);
  assert.equal(mark.finishedAtMs, null);
});

test('what counts as the end of a shard holds until it has one of its own', () => {
  const merged = (end: number | null) => mergeReports(TICK, { '00': 250 }, [report(end)]).mark.finishedAtMs;
  assert.deepEqual([merged(null), merged(100), merged(400)], [250, 250, 400]);
});

test('the problems of all are told, and what all of them met', () => {
  const merged = mergeReports(TICK, { '00': 1, '01': 1 }, [
    report(2, { problems: [problem('a')], moved: { x: 1 } }),
    report(2, { problems: [problem('b')], moved: { y: 2 } }),
  ]);
  assert.deepEqual(
    merged.problems.map(({ subject }) => subject),
    ['judge', 'a', 'b'],
  );
  assert.deepEqual(merged.moved, { x: 1, y: 2 });
});

test('the shards of a tick keep what counts as their end; a new one counts from the end before', () => {
  const mark = { ...NO_MARK, finishedAtMs: 70 };
  assert.deepEqual(shardsOfTick(['00', '01'], { mark }), { '00': 70, '01': 70 });
  assert.deepEqual(shardsOfTick(['00', '02'], { mark, shards: { '00': 5, '01': 6 } }), { '00': 5, '02': 70 });
  assert.deepEqual(shardsOfTick(['00'], { mark: NO_MARK }), { '00': null });
});

test('one report is read where the sweep was not shared out, whatever shards left behind', async () => {
  const state = createMemoryAppState();
  await state.write('sampling-00', report(9));
  await state.write('sampling', report(5));
  assert.equal((await readSampling({ state })).mark.finishedAtMs, 5);
});

test('shards that are stored as something else are none', async () => {
  const state = createMemoryAppState();
  for (const shards of ['00', 7, { '00': 'soon' }]) {
    await state.write('sampling', { ...report(5), shards });
    assert.equal((await readSampling({ state })).mark.finishedAtMs, 5);
  }
});
