import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outboxEntryId } from '../../../shared/alerting/noticeId.ts';
import { outboxEntries } from '../../../shared/alerting/outboxEntries.ts';
import type { DeliveryResult, NotificationChannel } from '../../../shared/alerting/ports.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import { readFailing } from '../../../shared/app/channelHealth.ts';
import { judgeChannels } from '../../../shared/app/judgeChannels.ts';
import { deliverNotification, tendOutbox } from '../../../shared/app/notifications.ts';
import { readStatus } from '../../../shared/app/queries.ts';
import type { Channel, Configuration } from '../../../shared/config/types.ts';
import type { StatusView } from '../../../shared/views/types.ts';
import { AppWorld, START } from './world.ts';

const MAIL: Channel = { type: 'smtp', name: 'mail', host: 'smtp.example', port: 587, from: 'a@b.c', to: ['d@e.f'] };

/** Two channels, `ops` and `mail`, that can be broken. */
class Channels extends AppWorld {
  readonly broken = new Set<string>();
  readonly heard: string[] = [];
  readonly sentences: string[] = [];

  constructor() {
    super();
    this.configure((configuration) => ({ ...configuration, channels: [...configuration.channels, MAIL] }));
    const channels = new Map(['ops', 'mail'].map((name) => [name, this.#channel(name)]));
    this.context.ports.channels = async () => channels;
  }

  configure(change: (configuration: Configuration) => Configuration): void {
    const { configuration } = this.context;
    assert.ok(configuration);
    this.context = { ...this.context, configuration: change(configuration) };
  }

  get configuration(): Configuration {
    assert.ok(this.context.configuration);
    return this.context.configuration;
  }

  #channel(name: string): NotificationChannel {
    return {
      name,
      type: 'teams',
      deliver: async (notice): Promise<DeliveryResult> => {
        if (this.broken.has(name)) return { ok: false, retry: false, message: `${name} answered 410.` };
        this.heard.push(`${name} ${notice.condition} ${notice.reason}`);
        this.sentences.push(notice.sentence);
        return { ok: true, detail: 'taken' };
      },
    };
  }

  /** Something to tell, by one channel. */
  async tell(id: string, channel = 'ops'): Promise<void> {
    const notice: Notice = {
      id,
      condition: 'LagHigh',
      reason: 'first',
      severity: 'error',
      subject: { kind: 'database', key: 'one/orders' },
      atMs: this.nowMs,
      sinceMs: this.nowMs,
      durationMs: 0,
      sentence: 's',
    };
    await this.storage.outbox.add(outboxEntries([notice], [{ name: channel }], '00', this.nowMs));
    await deliverNotification(this.context, { shard: '00', id: outboxEntryId(id, channel) }, this.log);
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await this.drainQueue();
  }
}

test('a channel that fails is told by the others at once, and its next delivery ends it', async () => {
  const world = new Channels();
  world.broken.add('ops');
  await world.tell('n1');
  await world.settle();
  assert.deepEqual(world.heard, ['mail ChannelFailing first']);
  assert.match(world.sentences[0] ?? '', /^The channel ops does not deliver: .* ops answered 410\.$/);
  world.nowMs += 60_000;
  await world.tell('n2');
  await world.settle();
  assert.deepEqual(world.heard, ['mail ChannelFailing first'], 'it is told once');
  world.broken.clear();
  await world.tell('n3');
  await world.settle();
  assert.deepEqual(world.heard.slice(1), ['ops LagHigh first', 'mail ChannelFailing resolved']);
  assert.deepEqual([...(await readFailing(world.storage))], []);
});

test('since when: since the message that used up its tries was made', async () => {
  const world = new Channels();
  world.broken.add('ops');
  await world.tell('n1');
  world.nowMs += 60_000;
  await world.tell('n2');
  assert.deepEqual(
    [...(await readFailing(world.storage))],
    [['ops', { sinceMs: START, lastError: 'ops answered 410.' }]],
  );
});

test('it is shown among the alerts while it lasts, also of a channel that is called as a database', async () => {
  const world = new Channels();
  world.broken.add('ops');
  await world.tell('n1');
  const { alerts } = JSON.parse((await readStatus(world.context)).body) as StatusView;
  assert.deepEqual(
    alerts.map(({ condition, subject, phase }) => [condition, subject, phase]),
    [['ChannelFailing', 'ops', 'firing']],
  );
});

test('a retry that is still to come is no failure, nor is a message that waits', async () => {
  const world = new Channels();
  const channels = new Map(await world.context.ports.channels(world.configuration));
  channels.set('ops', {
    name: 'ops',
    type: 'teams',
    deliver: async () => ({ ok: false, retry: true, message: 'busy' }),
  });
  world.context.ports.channels = async () => channels;
  await world.tell('n1');
  assert.equal((await readFailing(world.storage)).size, 0);
  assert.equal((await world.storage.subjects.load('dispatch')).size, 0);
});

test('when all fail, each is told to the others, and that does not go on for ever', async () => {
  const world = new Channels();
  world.broken.add('ops').add('mail');
  await world.tell('n1');
  for (let turn = 0; turn < 20; turn += 1) await world.drainQueue();
  const entries = await world.storage.outbox.recent(100);
  assert.deepEqual(
    entries.map(({ channel, notice }) => `${channel} ${notice.condition} ${notice.subject.key}`).sort(),
    ['mail ChannelFailing ops', 'ops ChannelFailing mail', 'ops LagHigh one/orders'],
  );
});

test('what a crash left untold is told by the outbox timer, and nothing is written when nothing changed', async () => {
  const world = new Channels();
  await world.storage.state.write('channels', { ops: { sinceMs: START, lastError: 'x' } });
  await tendOutbox(world.context, world.log);
  await world.settle();
  assert.deepEqual(world.heard, ['mail ChannelFailing first']);
  const before = await world.storage.subjects.loadOne('dispatch', 'ops');
  world.nowMs += 1_000;
  await tendOutbox(world.context, world.log);
  assert.equal((await world.storage.subjects.loadOne('dispatch', 'ops'))?.version, before?.version);
});

test('a channel that is taken out of the configuration is closed and forgotten', async () => {
  const world = new Channels();
  world.broken.add('ops');
  await world.tell('n1');
  await world.settle();
  world.configure((configuration) => ({ ...configuration, channels: [MAIL] }));
  await judgeChannels(world.context, world.configuration, world.storage, world.log);
  await world.settle();
  assert.deepEqual(world.heard, ['mail ChannelFailing first', 'mail ChannelFailing resolved']);
  assert.equal((await world.storage.subjects.load('dispatch')).size, 0);
});

test('a message to a channel that is not configured is not its failure', async () => {
  const world = new Channels();
  await world.tell('n1', 'renamed');
  assert.equal((await readFailing(world.storage)).size, 0);
});

test('a rule that is switched off tells nobody', async () => {
  const world = new Channels();
  world.configure((configuration) => {
    const { ChannelFailing } = configuration.alerts;
    return {
      ...configuration,
      alerts: { ...configuration.alerts, ChannelFailing: { ...ChannelFailing, enabled: false } },
    };
  });
  world.broken.add('ops');
  await world.tell('n1');
  await world.settle();
  assert.deepEqual(world.heard, []);
});

test('what was kept and cannot be read was never kept', async () => {
  const world = new Channels();
  for (const stored of [null, 'text', [1], { ops: 'failing' }, { ops: { sinceMs: 'now', lastError: 'x' } }]) {
    await world.storage.state.write('channels', stored);
    assert.equal((await readFailing(world.storage)).size, 0);
  }
  world.broken.add('ops');
  await world.tell('n1');
  assert.equal((await readFailing(world.storage)).size, 1);
});

test('a storage that others write all the time is an error, and the message comes due again', async () => {
  const world = new Channels();
  world.broken.add('ops');
  world.storage.state.replace = async () => false;
  await assert.rejects(world.tell('n1'), /others wrote it first 5 times/);
  const row = await world.storage.outbox.get('00', outboxEntryId('n1', 'ops'));
  assert.equal(row?.value.status, 'pending');
});
