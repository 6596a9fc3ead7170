import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endSilence, makeSilence, readSilences } from '../../../shared/app/silences.ts';
import type { Reply } from '../../../shared/views/reply.ts';
import type { SilencesView, SilenceView } from '../../../shared/views/silenceTypes.ts';
import { DispatchDesk, INTERVAL_MS, WAIT_MS } from './dispatchWorld.ts';
import { START } from './world.ts';

const HOUR_MS = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

class Desk extends DispatchDesk {
  send(body: unknown, more: { principal?: string; contentType?: string } = {}): Promise<Reply> {
    const { principal, contentType = 'application/json' } = more;
    return makeSilence(this.context, { method: 'POST', body: JSON.stringify(body), contentType, principal }, this.log);
  }

  asked(more: Record<string, unknown> = {}) {
    const endsAt = iso(this.nowMs + HOUR_MS);
    return this.send({ match: { server: 'one' }, author: 'Ada', comment: 'index rebuild', endsAt, ...more });
  }

  stop(id: string, by: string | null = 'Bo', principal?: string): Promise<Reply> {
    return endSilence(this.context, { id, by, principal }, this.log);
  }

  async list(): Promise<SilenceView[]> {
    return (JSON.parse((await readSilences(this.context)).body) as SilencesView).silences;
  }
}

const view = (reply: Reply) => JSON.parse(reply.body) as SilenceView;
const faults = (reply: Reply) => {
  assert.equal(reply.status, 400);
  return (JSON.parse(reply.body) as { faults: Array<{ field: string; sentence: string }> }).faults;
};

test('a silence is stored with who, why, what and until when, listed and recorded', async () => {
  const desk = new Desk();
  const reply = await desk.asked({ match: { server: 'one', severity: ['warning', 'info'] } });
  assert.equal(reply.status, 201);
  const made = view(reply);
  assert.deepEqual(made, {
    id: made.id,
    state: 'active',
    match: { server: ['one'], severity: ['warning', 'info'] },
    author: 'Ada',
    comment: 'index rebuild',
    starts: iso(START),
    ends: iso(START + HOUR_MS),
    created: iso(START),
    endedBy: null,
  });
  assert.deepEqual(await desk.list(), [made]);
  const [entry] = desk.audit.rows;
  assert.equal(entry?.record.kind, 'operator');
  assert.match(entry?.record.sentence ?? '', /Ada silenced alerts: index rebuild/);
  assert.deepEqual(entry?.record.details.match, { server: ['one'], severity: ['warning', 'info'] });
  assert.match(desk.logLines.join('\n'), /\[604\]/);
});

test('what matches is not told, what does not is, and the end of the silence tells what still fires', async () => {
  const desk = new Desk();
  await desk.asked();
  await desk.event(desk.first());
  await desk.event(desk.first('three/orders~four/orders'));
  await desk.run();
  await desk.after(WAIT_MS);
  const subjects = async () => new Set((await desk.table.outbox.recent(10)).map(({ notice }) => notice.subject.key));
  assert.deepEqual([...(await subjects())], ['three/orders~four/orders']);
  const [silence] = await desk.list();
  desk.nowMs += 60_000;
  assert.equal((await desk.stop(silence?.id ?? '')).status, 200);
  await desk.after(INTERVAL_MS);
  assert.equal((await subjects()).size, 2);
});

test('a silence made at once acknowledges what is told already, where incidents are kept', async () => {
  const desk = new Desk();
  await desk.event(desk.first());
  await desk.run();
  await desk.after(WAIT_MS);
  await desk.asked();
  assert.deepEqual(await desk.said('pager'), ['LagHigh first', 'LagHigh acknowledged']);
});

test('to end a silence says who, changes nothing the second time, and is recorded once', async () => {
  const desk = new Desk();
  const { id } = view(await desk.asked());
  desk.nowMs += 60_000;
  const ended = view(await desk.stop(id));
  assert.deepEqual([ended.state, ended.endedBy, ended.ends], ['ended', 'Bo', iso(START + 60_000)]);
  desk.nowMs += 60_000;
  assert.deepEqual(view(await desk.stop(id, 'Cy')), ended);
  assert.deepEqual(
    desk.audit.rows.map(({ record }) => record.details.action),
    ['silence made', 'silence ended'],
  );
});

test('one that has not begun can be ended, and never begins', async () => {
  const desk = new Desk();
  const { id, state } = view(await desk.asked({ startsAt: iso(START + HOUR_MS), endsAt: iso(START + 2 * HOUR_MS) }));
  assert.equal(state, 'pending');
  const ended = view(await desk.stop(id));
  assert.deepEqual([ended.state, ended.starts, ended.ends], ['ended', iso(START), iso(START)]);
});

test('an ended silence is listed for a day, after those in force and those to come', async () => {
  const desk = new Desk();
  const short = view(await desk.asked({ endsAt: iso(START + 60_000) }));
  const later = view(await desk.asked({ startsAt: iso(START + HOUR_MS), endsAt: iso(START + 48 * HOUR_MS) }));
  const long = view(await desk.asked({ endsAt: iso(START + 48 * HOUR_MS) }));
  desk.nowMs += 120_000;
  assert.deepEqual(
    (await desk.list()).map(({ id }) => id),
    [long.id, later.id, short.id],
  );
  desk.nowMs = START + 25 * HOUR_MS;
  assert.equal((await desk.list()).length, 2);
  await desk.asked();
  assert.equal((await desk.storage.silences.load())?.value.silences.length, 3, 'and is forgotten then');
});

test('whoever signed in is the author, and the one who ends', async () => {
  const desk = new Desk();
  const principal = 'ada@example.net';
  const body = { match: { server: 'one' }, author: 'somebody', comment: 'x', endsAt: iso(START + HOUR_MS) };
  const made = view(await desk.send(body, { principal }));
  assert.equal(made.author, principal);
  assert.equal(view(await desk.stop(made.id, 'somebody', principal)).endedBy, principal);
});

test('every fault is named at once', async () => {
  const desk = new Desk();
  const reply = await desk.send({
    match: { server: [], host: 'one', condition: ['LagHihg', 'RegionOutage'], database: 7 },
    comment: ' ',
    startsAt: 'tomorrow',
    endsAt: iso(START - 1),
    extra: 1,
  });
  const found = faults(reply);
  assert.deepEqual(
    found.map(({ field }) => field),
    [
      'match.server',
      'match.host',
      'match.condition',
      'match.condition',
      'match.database',
      'author',
      'comment',
      'startsAt',
      'endsAt',
      'extra',
    ],
  );
  assert.match(found[1]?.sentence ?? '', /condition, severity, scope, group, region, server, database/);
  assert.deepEqual(await desk.list(), []);
  assert.equal(desk.audit.rows.length, 0);
});

test('an outage, a question and the pause cannot be silenced by name, but a pattern may meet them beside others', async () => {
  const desk = new Desk();
  for (const condition of ['RegionOutage', 'databaseoutage', 'Approval*', 'FailoverDone', 'AutomationPaused']) {
    const [fault] = faults(await desk.asked({ match: { condition } }));
    assert.match(fault?.sentence ?? '', /always told/, condition);
  }
  assert.equal((await desk.asked({ match: { condition: 'Lag*' } })).status, 201);
});

test('an empty matcher is refused with what to do instead, unless everything is meant', async () => {
  const desk = new Desk();
  const [fault] = faults(await desk.asked({ match: {} }));
  assert.match(fault?.sentence ?? '', /pause the automation.*maintenance window/);
  assert.equal((await desk.asked({ match: {}, everything: true })).status, 201);
  for (const body of [{ everything: true }, { match: {}, everything: 'yes' }, { match: {}, everything: false }]) {
    assert.ok(faults(await desk.asked(body)).length > 0);
  }
  for (const match of [undefined, null, 'server=one', ['one']]) {
    assert.equal(faults(await desk.asked({ match }))[0]?.field, 'match');
  }
});

test('an end is required, lies ahead, and at most thirty days', async () => {
  const desk = new Desk();
  const days = (n: number) => iso(START + n * 24 * HOUR_MS);
  for (const endsAt of [
    undefined,
    null,
    '',
    'soon',
    '2026-11-22',
    '2026-13-22T10:00:00Z',
    1_800_000_000_000,
    iso(START),
    days(30.01),
  ]) {
    const found = faults(await desk.asked({ endsAt }));
    assert.deepEqual(
      found.map(({ field }) => field),
      ['endsAt'],
      String(endsAt),
    );
  }
  assert.equal(faults(await desk.asked({ startsAt: days(2), endsAt: days(1) }))[0]?.field, 'endsAt');
  assert.equal((await desk.asked({ endsAt: days(30) })).status, 201);
  const offset = view(await desk.asked({ endsAt: '2026-01-02T05:04:05+01:00' }));
  assert.equal(offset.ends, '2026-01-02T04:04:05.000Z');
});

test('a beginning in the past is now', async () => {
  const desk = new Desk();
  assert.equal(view(await desk.asked({ startsAt: iso(START - HOUR_MS) })).starts, iso(START));
});

test('a comment has at most 500 characters, and no control characters', async () => {
  const desk = new Desk();
  assert.equal(faults(await desk.asked({ comment: 'x'.repeat(501) }))[0]?.field, 'comment');
  assert.equal(view(await desk.asked({ comment: 'a\u0007b\nc' })).comment, 'a b\nc');
});

test('two who make one at the same moment both have theirs', async () => {
  const desk = new Desk();
  const replies = await Promise.all(Array.from({ length: 4 }, () => desk.asked()));
  assert.deepEqual(
    replies.map(({ status }) => status),
    [201, 201, 201, 201],
  );
  assert.equal((await desk.list()).length, 4);
});

test('silences that change for ever are given up, and there are 200 at most', async () => {
  const desk = new Desk();
  const { silences } = desk.storage;
  desk.storage.silences = { ...silences, save: async () => undefined };
  assert.equal((await desk.asked()).status, 503);
  assert.equal(desk.audit.rows.length, 0);
  desk.storage.silences = silences;
  const one = view(await desk.asked());
  const stored = await silences.load();
  const [kept] = stored?.value.silences ?? [];
  assert.ok(stored && kept);
  const many = Array.from({ length: 200 }, (_, n) => ({ ...kept, id: `${n}` }));
  await silences.save({ ...stored, value: { silences: many } });
  assert.equal((await desk.asked()).status, 409);
  assert.equal((await desk.stop(one.id)).status, 404);
});

test('a silence whose save had no answer is there once, and said to be made', async () => {
  const desk = new Desk();
  const { silences } = desk.storage;
  let isFirst = true;
  desk.storage.silences = {
    ...silences,
    save: async (document) => {
      const version = await silences.save(document);
      if (!isFirst) return version;
      isFirst = false;
      return undefined;
    },
  };
  assert.equal((await desk.asked()).status, 201);
  assert.equal((await desk.list()).length, 1);
});

test('an audit or a dispatcher that fails undoes no silence', async () => {
  const desk = new Desk();
  desk.storage.audit = { ...desk.storage.audit, last: () => Promise.reject(new Error('audit is away')) };
  desk.storage.dispatch = { ...desk.storage.dispatch, load: () => Promise.reject(new Error('blobs are away')) };
  assert.equal((await desk.asked()).status, 201);
  assert.equal((await desk.list()).length, 1);
  assert.match(desk.logLines.join('\n'), /\[602\].*audit is away/);
  assert.match(desk.logLines.join('\n'), /\[411\].*blobs are away/);
});

test('who ends it is required, and a silence that is not there is not found', async () => {
  const desk = new Desk();
  const { id } = view(await desk.asked());
  assert.equal(faults(await desk.stop(id, null))[0]?.field, 'by');
  assert.equal((await desk.stop('other')).status, 404);
  assert.equal((await desk.stop('')).status, 404);
  assert.equal((await desk.list())[0]?.state, 'active');
});

test('a form from another site is no command', async () => {
  const desk = new Desk();
  for (const contentType of ['text/plain', 'application/x-www-form-urlencoded', '']) {
    assert.equal((await desk.send({ match: {}, everything: true }, { contentType })).status, 415);
  }
  assert.deepEqual(await desk.list(), []);
});
