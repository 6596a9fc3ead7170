import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OUTAGE_SHARD } from '../../../shared/alerting/ports.ts';
import { readAutomation, switchAutomation } from '../../../shared/app/automation.ts';
import { tellAutomation } from '../../../shared/app/automationNotices.ts';
import { readPause } from '../../../shared/app/readPause.ts';
import type { AutomationView } from '../../../shared/views/automationTypes.ts';
import type { Reply } from '../../../shared/views/reply.ts';
import { AppWorld, START } from './world.ts';

class Desk extends AppWorld {
  evaluations = 0;

  async send(body: unknown, more: { contentType?: string; principal?: string } = {}): Promise<Reply> {
    const incoming = {
      method: 'POST',
      body: JSON.stringify(body),
      contentType: more.contentType ?? 'application/json',
      principal: more.principal,
    };
    return switchAutomation(this.context, incoming, this.log, async () => {
      this.evaluations += 1;
      return undefined;
    });
  }

  pause = (comment = 'maintenance', by = 'Ada') => this.send({ action: 'pause', by, comment });
  resume = (comment = 'done', by = 'Bo') => this.send({ action: 'resume', by, comment });

  /** Delivers everything, and says what people have heard. */
  async heard(): Promise<string[]> {
    await this.drainQueue();
    return this.told.map(({ condition, reason }) => `${condition} ${reason}`);
  }
}

const view = (reply: Reply) => JSON.parse(reply.body) as AutomationView;

test('before anybody paused it the automation runs', async () => {
  const desk = new Desk();
  assert.deepEqual(view(await readAutomation(desk.context)), { paused: null });
  assert.equal(await readPause(desk.context), null);
});

test('a pause is stored with who, why and since when, told once and recorded', async () => {
  const desk = new Desk();
  const reply = await desk.pause();
  assert.equal(reply.status, 200);
  const paused = { by: 'Ada', comment: 'maintenance', since: new Date(START).toISOString() };
  assert.deepEqual(view(reply), { paused });
  assert.deepEqual(view(await readAutomation(desk.context)), { paused });
  assert.deepEqual(await readPause(desk.context), { byWhom: 'Ada', comment: 'maintenance', sinceMs: START });
  assert.deepEqual(await desk.storage.state.read('automation'), {
    byWhom: 'Ada',
    comment: 'maintenance',
    sinceMs: START,
  });
  assert.deepEqual(await desk.heard(), ['AutomationPaused first']);
  const [notice] = desk.told;
  assert.equal(notice?.severity, 'warning');
  assert.deepEqual(notice?.subject, { kind: 'deployment', key: 'shops' });
  assert.match(notice?.sentence ?? '', /Ada paused the automation of shops: maintenance/);
  assert.equal(desk.audit.rows[0]?.record.kind, 'operator');
  assert.equal(desk.evaluations, 0);
});

test('to resume closes what was told, and looks again at once', async () => {
  const desk = new Desk();
  await desk.pause();
  desk.nowMs += 60_000;
  const reply = await desk.resume();
  assert.deepEqual(view(reply), { paused: null });
  assert.equal(await readPause(desk.context), null);
  assert.equal(await desk.storage.state.read('automation'), null);
  assert.deepEqual(await desk.heard(), ['AutomationPaused first', 'AutomationPaused resolved']);
  const [first, resolved] = desk.told;
  assert.equal(resolved?.follows, first?.id);
  assert.equal(resolved?.durationMs, 60_000);
  assert.match(resolved?.sentence ?? '', /Bo resumed the automation of shops: done/);
  assert.equal(desk.evaluations, 1);
  assert.deepEqual(
    desk.audit.rows.map(({ record }) => record.details.action),
    ['pause', 'resume'],
  );
});

test('each pause is told for itself', async () => {
  const desk = new Desk();
  await desk.pause();
  desk.nowMs += 1_000;
  await desk.resume();
  desk.nowMs += 1_000;
  await desk.pause('again');
  const heard = await desk.heard();
  assert.equal(heard.length, 3);
  assert.equal(new Set(desk.told.map(({ id }) => id)).size, 3);
});

test('whoever pauses what is paused, or resumes what runs, is told so and changes nothing', async () => {
  const desk = new Desk();
  assert.equal((await desk.resume()).status, 409);
  await desk.pause();
  desk.nowMs += 1_000;
  const second = await desk.pause('other reason', 'Cy');
  assert.equal(second.status, 409);
  assert.match(second.body, /paused already, by Ada/);
  assert.equal((await readPause(desk.context))?.byWhom, 'Ada');
  assert.equal(desk.audit.rows.length, 1);
  assert.deepEqual(await desk.heard(), ['AutomationPaused first']);
});

test('a switch that cannot be read counts as paused, until somebody sets it', async () => {
  for (const value of ['paused', 7, {}, { byWhom: 'Ada', comment: 'x' }, { byWhom: 'A', comment: 'x', sinceMs: '1' }]) {
    const desk = new Desk();
    await desk.storage.state.write('automation', value);
    await assert.rejects(readPause(desk.context), /counts as paused/);
    await assert.rejects(readAutomation(desk.context), /counts as paused/);
    assert.equal((await desk.pause()).status, 200);
    assert.equal((await readPause(desk.context))?.byWhom, 'Ada');
  }
  const desk = new Desk();
  await desk.storage.state.write('automation', 'nonsense');
  assert.equal((await desk.resume()).status, 200);
  assert.equal(await readPause(desk.context), null);
});

test('an end that cannot be read is none that anybody may act on', async () => {
  const desk = new Desk();
  await desk.storage.state.write('automation', { byWhom: 'A', comment: 'x', sinceMs: 1, resumed: true });
  await assert.rejects(readPause(desk.context), /counts as paused/);
});

test('storage that does not answer is not taken for a switch that is off', async () => {
  const desk = new Desk();
  desk.storageFails = new Error('storage is away');
  await assert.rejects(readPause(desk.context), /storage is away/);
});

test('a late resume does not undo a pause that it has not seen', async () => {
  const desk = new Desk();
  await desk.pause('first');
  const { state } = desk.storage;
  let isFirst = true;
  desk.storage.state = {
    ...state,
    replace: async (name, value) => {
      if (isFirst) {
        isFirst = false;
        await state.write('automation', { byWhom: 'Cy', comment: 'stop everything', sinceMs: START + 5 });
      }
      return state.replace(name, value);
    },
  };
  desk.nowMs += 10;
  const reply = await desk.resume('done');
  assert.equal(reply.status, 409);
  assert.match(reply.body, /same moment/);
  assert.equal((await readPause(desk.context))?.comment, 'stop everything');
  assert.equal(desk.evaluations, 0);
});

test('two who pause at the same moment: one is told that the other was first', async () => {
  const desk = new Desk();
  const replies = await Promise.all([desk.pause('a', 'Ada'), desk.pause('b', 'Bo'), desk.pause('c', 'Cy')]);
  assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409, 409]);
  assert.equal(desk.audit.rows.length, 1);
  assert.deepEqual(await desk.heard(), ['AutomationPaused first']);
});

test('a pause whose save had no answer is found and told as made', async () => {
  const desk = new Desk();
  const { state } = desk.storage;
  let lost = true;
  desk.storage.state = {
    ...state,
    replace: async (name, value) => {
      const done = await state.replace(name, value);
      if (!lost) return done;
      lost = false;
      return false;
    },
  };
  assert.equal((await desk.pause()).status, 200);
  assert.deepEqual(await desk.heard(), ['AutomationPaused first']);
});

test('a switch that changes for ever is given up', async () => {
  const desk = new Desk();
  desk.storage.state = { ...desk.storage.state, replace: async () => false };
  const reply = await desk.pause();
  assert.equal(reply.status, 503);
  assert.equal(desk.audit.rows.length, 0);
});

test('a message that could not be stored at once is stored later, and told once', async () => {
  const desk = new Desk();
  const { outbox } = desk.storage;
  desk.storage.outbox = { ...outbox, add: () => Promise.reject(new Error('outbox is away')) };
  assert.equal((await desk.pause()).status, 200);
  assert.equal((await readPause(desk.context))?.byWhom, 'Ada');
  assert.match(desk.logLines.join('\n'), /\[603\].*outbox is away/);
  desk.storage.outbox = outbox;
  await tellAutomation(desk.context, desk.log);
  await tellAutomation(desk.context, desk.log);
  assert.deepEqual(await desk.heard(), ['AutomationPaused first']);
});

test('a resume whose message could not be stored holds, and its end is told later', async () => {
  const desk = new Desk();
  await desk.pause();
  const { outbox } = desk.storage;
  desk.storage.outbox = { ...outbox, add: () => Promise.reject(new Error('outbox is away')) };
  desk.nowMs += 1_000;
  assert.equal((await desk.resume()).status, 200);
  assert.equal(await readPause(desk.context), null);
  assert.equal((await desk.resume('twice')).status, 409);
  desk.storage.outbox = outbox;
  await tellAutomation(desk.context, desk.log);
  assert.equal(await desk.storage.state.read('automation'), null);
  assert.deepEqual(await desk.heard(), ['AutomationPaused first', 'AutomationPaused resolved']);
});

test('a pause is possible while the end of the last one is still to be told, and that end is not forgotten', async () => {
  const desk = new Desk();
  await desk.pause('one');
  const { outbox } = desk.storage;
  desk.storage.outbox = { ...outbox, add: () => Promise.reject(new Error('outbox is away')) };
  desk.nowMs += 1_000;
  await desk.resume();
  desk.nowMs += 1_000;
  assert.equal((await desk.pause('two')).status, 200);
  assert.equal((await readPause(desk.context))?.comment, 'two');
  desk.storage.outbox = outbox;
  await tellAutomation(desk.context, desk.log);
  assert.deepEqual(await desk.storage.state.read('automation'), {
    byWhom: 'Ada',
    comment: 'two',
    sinceMs: START + 2_000,
  });
  const heard = await desk.heard();
  assert.deepEqual(heard.toSorted(), ['AutomationPaused first', 'AutomationPaused first', 'AutomationPaused resolved']);
});

test('the rows lie beside the incidents, where everything of outages is told from', async () => {
  const desk = new Desk();
  await desk.pause();
  assert.deepEqual([...new Set(desk.queue.queued.map(({ shard }) => shard))], [OUTAGE_SHARD]);
});

test('who and why are required, and every fault is named at once', async () => {
  const desk = new Desk();
  const reply = await desk.send({ action: 'stop', comment: '', extra: 1 });
  assert.equal(reply.status, 400);
  const { faults } = JSON.parse(reply.body) as { faults: Array<{ field: string }> };
  assert.deepEqual(
    faults.map(({ field }) => field),
    ['action', 'by', 'comment', 'extra'],
  );
  assert.equal(await readPause(desk.context), null);
  assert.equal(desk.audit.rows.length, 0);
});

test('whoever signed in is the one who paused', async () => {
  const desk = new Desk();
  await desk.send({ action: 'pause', comment: 'x' }, { principal: 'ada@example.net' });
  assert.equal((await readPause(desk.context))?.byWhom, 'ada@example.net');
});

test('a form from another site is no command', async () => {
  const desk = new Desk();
  for (const contentType of ['text/plain', 'application/x-www-form-urlencoded', '']) {
    const reply = await desk.send({ action: 'pause', by: 'x', comment: 'x' }, { contentType });
    assert.equal(reply.status, 415);
  }
  assert.equal(await readPause(desk.context), null);
});

test('with a faulty configuration it can still be paused; it is told when there are channels again', async () => {
  const desk = new Desk();
  const { configuration } = desk.context;
  desk.context.configuration = undefined;
  assert.equal((await desk.pause()).status, 200);
  assert.equal((await readPause(desk.context))?.byWhom, 'Ada');
  desk.context.configuration = configuration;
  await tellAutomation(desk.context, desk.log);
  assert.deepEqual(await desk.heard(), ['AutomationPaused first']);
});
