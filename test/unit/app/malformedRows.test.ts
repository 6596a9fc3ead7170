import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { discoverTopology } from '../../../shared/app/discoverTopology.ts';
import { MalformedRows } from '../../../shared/app/malformedRows.ts';
import { tendOutbox } from '../../../shared/app/notifications.ts';
import { readStatus } from '../../../shared/app/queries.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import type { StatusView } from '../../../shared/views/types.ts';
import { AppWorld, START } from './world.ts';

const SUBJECT = { partition: '03', row: 's-one!2forders' };
const MESSAGE = { partition: '03', row: 'o-1234' };

/** A world whose subject store comes upon a bad row whenever it reads shard 03. */
function damaged(): AppWorld {
  const world = new AppWorld();
  const { load } = world.storage.subjects;
  world.storage.subjects.load = (shard) => {
    if (shard === '03') world.context.malformed.report(SUBJECT);
    return load(shard);
  };
  return world;
}
const problemsOf = async (world: AppWorld) =>
  (JSON.parse((await readStatus(world.context)).body) as StatusView).problems;

test('what is met is told of from the moment it was met, once', () => {
  let nowMs = START;
  const rows = new MalformedRows(() => nowMs);
  rows.report(SUBJECT);
  nowMs += 10;
  rows.report(SUBJECT);
  assert.deepEqual(
    rows.since(START + 10).map(({ subject, sinceMs }) => [subject, sinceMs]),
    [['row 03 s-one!2forders', START]],
  );
  assert.deepEqual(rows.since(START + 11), []);
});

test('each kind of thing says what its loss means', () => {
  const rows = new MalformedRows(() => START);
  const blobs = [{ blob: 'topology/current.json' }, { aside: 'dispatch/state.unreadable-0x8D.json' }];
  const figures = { partition: '03', row: 't-00.0' };
  for (const place of [SUBJECT, MESSAGE, ...blobs, figures]) rows.report(place);
  const said = rows.since(START).map(({ message }) => message);
  assert.match(said[0] ?? '', /watched from the beginning/);
  assert.match(said[1] ?? '', /is not sent/);
  assert.match(said[2] ?? '', /next discovery replaces it/);
  assert.match(said[3] ?? '', /kept under this name and begun afresh/);
  assert.match(said[4] ?? '', /some minutes ago counts until the next sweep/);
});

test('a document that was kept aside is met once, and told of for an hour', () => {
  let nowMs = START;
  const rows = new MalformedRows(() => nowMs);
  rows.report({ aside: 'dispatch/state.unreadable-0x8D.json' });
  rows.report({ blob: 'topology/current.json' });
  nowMs += 3_600_000;
  assert.deepEqual(
    rows.since(nowMs).map(({ subject }) => subject),
    ['blob dispatch/state.unreadable-0x8D.json'],
  );
  assert.deepEqual(rows.since(nowMs + 1), []);
});

test('a damaged account does not fill the memory: the newest hundred are kept', () => {
  const rows = new MalformedRows(() => START);
  for (let n = 0; n < 250; n += 1) rows.report({ partition: '03', row: `s-${n}` });
  const kept = rows.since(START);
  assert.equal(kept.length, 100);
  assert.equal(kept.at(-1)?.subject, 'row 03 s-249');
});

test('/api/status shows a row that it could not read itself, as a problem of storage', async () => {
  const [problem] = await problemsOf(damaged());
  assert.deepEqual([problem?.area, problem?.subject, problem?.code], ['storage', 'row 03 s-one!2forders', 'malformed']);
});

test('a sampling sweep logs it and keeps it for every instance to show, once', async () => {
  const world = damaged();
  await sampleReplication(world.context, world.log);
  assert.ok(world.logLines.some((line) => line.startsWith('[303] row 03 s-one!2forders: ')));
  assert.equal((await readReport(world.storage, 'sampling')).problems[0]?.code, 'malformed');
  const shown = (await problemsOf(world)).filter(({ code }) => code === 'malformed');
  assert.equal(shown.length, 1, 'met by the sweep, by discovery and by the request itself');
});

test('discovery tells of a topology that cannot be read', async () => {
  const world = new AppWorld();
  const { load } = world.storage.topology;
  world.storage.topology.load = async () => {
    world.context.malformed.report({ blob: 'topology/current.json' });
    return load();
  };
  await discoverTopology(world.context, world.log);
  assert.equal((await readReport(world.storage, 'discovery')).problems[0]?.subject, 'blob topology/current.json');
});

test('the outbox sweep tells of a message that cannot be read until it is no longer there', async () => {
  const world = new AppWorld();
  const { due } = world.storage.outbox;
  let isThere = true;
  world.storage.outbox.due = (...given) => {
    if (isThere) world.context.malformed.report(MESSAGE);
    return due(...given);
  };
  await tendOutbox(world.context, world.log);
  const first = await readReport(world.storage, 'delivery');
  assert.equal(first.problems[0]?.subject, 'row 03 o-1234');
  world.nowMs += 60_000;
  await tendOutbox(world.context, world.log);
  assert.equal((await readReport(world.storage, 'delivery')).problems[0]?.sinceMs, START);
  assert.deepEqual(
    (await problemsOf(world)).map(({ subject }) => subject),
    ['row 03 o-1234'],
  );
  isThere = false;
  world.nowMs += 60_000;
  await tendOutbox(world.context, world.log);
  assert.deepEqual((await readReport(world.storage, 'delivery')).problems, []);
});

test('an outbox without trouble writes no report', async () => {
  const world = new AppWorld();
  let writes = 0;
  const { write } = world.storage.state;
  world.storage.state.write = (...given) => {
    writes += 1;
    return write(...given);
  };
  await tendOutbox(world.context, world.log);
  assert.equal(writes, 0);
});
