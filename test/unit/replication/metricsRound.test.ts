import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricsAnswer, MetricsReader, StoredMetrics } from '../../../shared/replication/metricsPorts.ts';
import { type MetricsTarget, readMetricsRound } from '../../../shared/replication/metricsRound.ts';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;

const target = (name: string, region = 'westeurope', everyMs = 5 * MINUTE): MetricsTarget => ({
  key: `shop/${name}`,
  resourceId: `/ID/${name}`,
  region,
  everyMs,
});
const known = (atMs: number) => ({ atMs, lag: {}, availability: null, connectionFailed: null, logWritePercent: null });

/** Everybody has a log write of the number of databases asked with them. */
function answerAll({ resourceIds }: { resourceIds: readonly string[] }): MetricsAnswer {
  const resources = resourceIds.map((id) => ({
    resourceId: id.toLowerCase(),
    lag: [],
    availability: [],
    connectionFailed: [],
    logWritePercent: [{ atMs: NOW, value: resourceIds.length }],
  }));
  return { resources, failures: [] };
}

function readerOf(answer: (question: { region: string; resourceIds: readonly string[] }) => MetricsAnswer) {
  const asked: Array<[string, number]> = [];
  const reader: MetricsReader = {
    async read(question) {
      asked.push([question.region, question.resourceIds.length]);
      assert.ok(question.sinceMs < NOW);
      return answer(question);
    },
  };
  return { reader, asked };
}

const round = (reader: MetricsReader, targets: MetricsTarget[], stored: StoredMetrics = {}, now = () => NOW) =>
  readMetricsRound({ reader, stored, targets, now, untilMs: NOW + 50_000 });

test('each region is asked for its own databases, and everything is kept by name', async () => {
  const { reader, asked } = readerOf(answerAll);
  const result = await round(reader, [target('a'), target('b', 'northeurope'), target('c')]);
  assert.deepEqual(asked, [
    ['westeurope', 2],
    ['northeurope', 1],
  ]);
  assert.deepEqual(Object.keys(result.stored).sort(), ['shop/a', 'shop/b', 'shop/c']);
  assert.deepEqual(result.read.sort(), ['shop/a', 'shop/b', 'shop/c']);
  assert.deepEqual(result.problems, []);
});

test('only those are asked whose time has come; the others stay as they were known', async () => {
  const { reader, asked } = readerOf(answerAll);
  const stored = { 'shop/a': known(NOW - 4 * MINUTE), 'shop/b': known(NOW - 5 * MINUTE), 'shop/gone': known(NOW) };
  const result = await round(reader, [target('a'), target('b'), target('quick', 'westeurope', MINUTE)], stored);
  assert.deepEqual(asked, [['westeurope', 2]]);
  assert.equal(result.stored['shop/a']?.atMs, NOW - 4 * MINUTE);
  assert.equal(result.stored['shop/b']?.atMs, NOW);
  assert.equal(result.stored['shop/gone'], undefined);
});

test('a failed try is noted with what was known before, and is told once for its place', async () => {
  const message = 'Give it the role Monitoring Reader.';
  const { reader } = readerOf(({ resourceIds }) => ({
    resources: [],
    failures: resourceIds.map((id) => ({
      subject: 'westeurope, subscription s',
      kind: 'forbidden',
      message,
      resourceIds: [id.toLowerCase()],
    })),
  }));
  const before = NOW - 10 * MINUTE;
  const { stored, problems, read } = await round(reader, [target('a'), target('b')], { 'shop/a': known(before) });
  assert.deepEqual(stored['shop/a'], {
    ...known(before),
    unread: { kind: 'forbidden', atMs: NOW, subject: 'westeurope, subscription s', message },
  });
  assert.deepEqual([stored['shop/b']?.atMs, stored['shop/b']?.unread?.kind], [0, 'forbidden']);
  assert.deepEqual(read, []);
  assert.deepEqual(problems, [
    { area: 'sampling', subject: 'metrics of westeurope, subscription s', code: 'metrics-forbidden', message },
  ]);
});

test('a refusal is not repeated before its time either', async () => {
  const { reader, asked } = readerOf(answerAll);
  const unread = { kind: 'forbidden' as const, atMs: NOW - MINUTE, subject: 'w', message: 'Refused.' };
  const { problems } = await round(reader, [target('a')], { 'shop/a': { ...known(0), unread } });
  assert.deepEqual(asked, []);
  assert.deepEqual(problems, [
    { area: 'sampling', subject: 'metrics of w', code: 'metrics-forbidden', message: 'Refused.' },
  ]);
});

test('a region that is gone is not asked again and again, and holds no other up', async () => {
  const many = Array.from({ length: 450 }, (_, index) => target(`many-${index}`));
  const { reader, asked } = readerOf((question) =>
    question.region === 'westeurope'
      ? {
          resources: [],
          failures: [{ subject: 'w', kind: 'timeout', message: '', resourceIds: [...question.resourceIds] }],
        }
      : answerAll(question),
  );
  const { read, problems } = await round(reader, [...many, target('far', 'uksouth')]);
  assert.deepEqual(asked.sort(), [
    ['uksouth', 1],
    ['westeurope', 200],
  ]);
  assert.deepEqual(read, ['shop/far']);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['metrics-timeout', 'metrics-late'],
  );
  assert.match(problems[1]?.message ?? '', /451 databases.* 250 of them/);
});

test('a round ends when its time is up, says how many were left, and begins with them the next time', async () => {
  let nowMs = NOW;
  const { reader, asked } = readerOf((question) => {
    nowMs += 40_000;
    return answerAll(question);
  });
  const targets = Array.from({ length: 600 }, (_, index) => target(`n-${index}`));
  const first = await round(reader, targets, {}, () => nowMs);
  assert.deepEqual(asked, [
    ['westeurope', 200],
    ['westeurope', 200],
  ]);
  assert.deepEqual(
    first.problems.map(({ code }) => code),
    ['metrics-late'],
  );
  const left = new Set(targets.map(({ key }) => key).filter((key) => !first.read.includes(key)));
  const second = await readMetricsRound({
    reader,
    stored: first.stored,
    targets,
    now: () => nowMs,
    untilMs: nowMs + 1,
  });
  assert.deepEqual(new Set(second.read), left);
});

test('a reader that throws is a problem of ours, not the end of the round', async () => {
  const reader: MetricsReader = { read: () => Promise.reject(new Error('boom')) };
  const { problems, stored } = await round(reader, [target('a')]);
  assert.equal(problems[0]?.code, 'metrics-other');
  assert.match(problems[0]?.message ?? '', /boom.*report/);
  assert.equal(stored['shop/a']?.unread?.kind, 'other');
});
