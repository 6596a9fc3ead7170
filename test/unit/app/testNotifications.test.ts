import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryResult, NotificationChannel } from '../../../shared/alerting/ports.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import { readFailing } from '../../../shared/app/channelHealth.ts';
import { tendOutbox } from '../../../shared/app/notifications.ts';
import { readStatus } from '../../../shared/app/queries.ts';
import { testNotifications } from '../../../shared/app/testNotifications.ts';
import type { Channel } from '../../../shared/config/types.ts';
import type { StatusView } from '../../../shared/views/types.ts';
import { AppWorld, START } from './world.ts';

const CHANNELS: Channel[] = [
  { type: 'teams', name: 'ops', url: { setting: 'URL' } },
  { type: 'smtp', name: 'mail', host: 'smtp.example', port: 587, from: 'a@b.c', to: ['d@e.f'] },
  { type: 'pagerDuty', name: 'pager', routingKey: { setting: 'KEY' }, serviceRegion: 'us' },
];
const OK: DeliveryResult = { ok: true, detail: 'accepted' };

interface Answer {
  receipts: Array<{ channel: string; status: string; detail: string; tookMs: number }>;
  detail?: string;
}

class Desk extends AppWorld {
  readonly heard: Array<{ channel: string; notice: Notice; entryId: string }> = [];
  readonly answers = new Map<string, DeliveryResult>();
  /** How long a channel takes to answer. */
  takesMs = 0;
  atOnce = 0;
  mostAtOnce = 0;

  constructor() {
    super();
    const { configuration } = this.context;
    assert.ok(configuration);
    this.context = { ...this.context, configuration: { ...configuration, channels: CHANNELS } };
    const channels = new Map(CHANNELS.map(({ name, type }) => [name, this.#channel(name, type)]));
    this.context.ports.channels = async () => channels;
  }

  #channel(name: string, type: Channel['type']): NotificationChannel {
    return {
      name,
      type,
      deliver: async (notice, { entryId }) => {
        this.atOnce += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
        await new Promise((resolve) => setImmediate(resolve));
        this.atOnce -= 1;
        this.nowMs += this.takesMs;
        const answer = this.answers.get(name) ?? OK;
        if (answer.ok) this.heard.push({ channel: name, notice, entryId });
        return answer;
      },
    };
  }

  async post(body?: unknown): Promise<{ status: number; answer: Answer }> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const contentType = body === undefined ? undefined : 'application/json';
    const incoming = { method: 'POST', body: text, contentType, principal: undefined };
    const reply = await testNotifications(this.context, incoming, this.log);
    return { status: reply.status, answer: JSON.parse(reply.body) as Answer };
  }

  said(): string[] {
    return this.heard.map(({ channel, notice }) => `${channel} ${notice.reason}`).sort();
  }
}

test('a marked test goes through every channel now, side by side, and the receipts say what each answered', async () => {
  const desk = new Desk();
  desk.takesMs = 40;
  const { status, answer } = await desk.post();
  assert.equal(status, 200);
  assert.deepEqual(
    answer.receipts.map(({ channel, status: became, detail }) => [channel, became, detail]),
    [
      ['ops', 'delivered', 'accepted'],
      ['mail', 'delivered', 'accepted'],
      ['pager', 'delivered', 'accepted'],
    ],
  );
  assert.ok(answer.receipts.every(({ tookMs }) => tookMs >= 40));
  assert.equal(desk.mostAtOnce, 3);
  for (const { notice } of desk.heard) {
    assert.equal(notice.test, true);
    assert.match(notice.sentence, /^Somebody asked shops for a test of its channels at 2026-01-02 03:04:05 UTC\./);
  }
  assert.match(desk.logLines.join('\n'), /\[404\] a test was sent through 3 channel\(s\), 3 delivered it\./);
});

test('an incident that a test opens is closed at once', async () => {
  const desk = new Desk();
  await desk.post();
  assert.deepEqual(desk.said(), ['mail first', 'ops first', 'pager first', 'pager resolved']);
  const [trigger, resolve] = desk.heard.filter(({ channel }) => channel === 'pager').map(({ notice }) => notice);
  assert.equal(resolve?.follows, trigger?.id, 'so that both have one key');
});

test('the close of a test that is still being tried comes after it', async () => {
  const desk = new Desk();
  desk.answers.set('pager', { ok: false, retry: true, message: 'busy' });
  const { answer } = await desk.post({ channels: ['pager'] });
  assert.deepEqual(
    answer.receipts.map(({ status, detail }) => [status, detail]),
    [['retrying', 'busy']],
  );
  desk.answers.clear();
  for (let minute = 0; minute < 10; minute += 1) {
    desk.nowMs += 60_000;
    await tendOutbox(desk.context, desk.log);
    await desk.drainQueue();
  }
  assert.deepEqual(
    desk.heard.filter(({ notice }) => notice.test).map(({ notice }) => notice.reason),
    ['first', 'resolved'],
  );
});

test('what is refused for good is said in the channel’s words, is no other channel’s business, and makes it failing', async () => {
  const desk = new Desk();
  desk.answers.set('ops', { ok: false, retry: false, message: 'Teams answered 404: the workflow is gone.' });
  const { status, answer } = await desk.post({ channels: ['ops', 'mail'] });
  assert.equal(status, 200);
  assert.deepEqual(
    answer.receipts.map(({ channel, status: became, detail }) => [channel, became, detail]),
    [
      ['ops', 'failed', 'Teams answered 404: the workflow is gone.'],
      ['mail', 'delivered', 'accepted'],
    ],
  );
  assert.deepEqual(desk.said(), ['mail first']);
  assert.deepEqual([...(await readFailing(desk.storage)).keys()], ['ops']);
});

test('a test that arrives ends the alert of its channel', async () => {
  const desk = new Desk();
  await desk.storage.state.write('channels', { ops: { sinceMs: START, lastError: 'x' } });
  await tendOutbox(desk.context, desk.log);
  assert.equal(Object.keys((await desk.storage.subjects.loadOne('dispatch', 'ops'))?.value.alerts ?? {}).length, 1);
  await desk.post({ channels: ['ops'] });
  assert.deepEqual((await desk.storage.subjects.loadOne('dispatch', 'ops'))?.value.alerts, {});
});

test('only the channels that were asked for', async () => {
  const desk = new Desk();
  const { answer } = await desk.post({ channels: ['mail', 'mail'] });
  assert.deepEqual(
    answer.receipts.map(({ channel }) => channel),
    ['mail'],
  );
  assert.deepEqual(desk.said(), ['mail first']);
  assert.equal((await desk.post({})).answer.receipts.length, 3);
});

test('two tests in a row are two messages', async () => {
  const desk = new Desk();
  await desk.post({ channels: ['ops'] });
  desk.nowMs += 1;
  await desk.post({ channels: ['ops'] });
  assert.equal(new Set(desk.heard.map(({ entryId }) => entryId)).size, 2);
});

for (const [name, body] of Object.entries({
  'a channel that is not there': { channels: ['ops', 'nobody'] },
  'no channel at all': { channels: [] },
  'a text': { channels: 'ops' },
  'a number in the list': { channels: [1] },
})) {
  test(`${name} is refused with the names there are, and nothing is sent`, async () => {
    const desk = new Desk();
    const { status, answer } = await desk.post(body);
    assert.equal(status, 400);
    assert.match(answer.detail ?? '', /ops, mail, pager/);
    assert.deepEqual(desk.heard, []);
  });
}

test('a field that nobody asked for is a misspelling', async () => {
  const desk = new Desk();
  const { status, answer } = await desk.post({ channel: 'ops' });
  assert.equal(status, 400);
  assert.match(answer.detail ?? '', /channel: Expected only channels\./);
});

test('a body that is not JSON is refused', async () => {
  const desk = new Desk();
  const incoming = { method: 'POST', body: 'channels=ops', contentType: 'text/plain', principal: undefined };
  assert.equal((await testNotifications(desk.context, incoming, desk.log)).status, 415);
});

test('without a configuration, without channels, and as a witness there is nothing to test', async () => {
  const { configuration } = new Desk().context;
  assert.ok(configuration);
  const given = [undefined, { ...configuration, channels: [] }, { ...configuration, role: 'witness' as const }];
  for (const one of given) {
    const desk = new Desk();
    desk.context = { ...desk.context, configuration: one };
    assert.equal((await desk.post()).status, 409);
    assert.deepEqual(desk.heard, []);
  }
});

test('a test is shown as one among the messages', async () => {
  const desk = new Desk();
  await desk.post({ channels: ['ops'] });
  const { notifications } = JSON.parse((await readStatus(desk.context)).body) as StatusView;
  assert.deepEqual(
    notifications.map(({ channel, status, test: isTest }) => [channel, status, isTest]),
    [['ops', 'delivered', true]],
  );
});
