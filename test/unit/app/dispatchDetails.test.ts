import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryFor } from '../../../shared/alerting/outboxEntries.ts';
import type { GroupAlert, Labels, Notice } from '../../../shared/alerting/types.ts';
import { withDetails } from '../../../shared/app/dispatchDetails.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import type { HistoryLine } from '../../../shared/replication/types.ts';
import { createMemoryHistory } from '../../ports/memoryHistory.ts';
import { dispatchConfiguration } from './dispatchWorld.ts';
import { START } from './world.ts';

type Subject = Notice['subject'];

const GROUPS = `groups:
  - { name: shop, databases: ['we/orders', 'we/stock'], mode: notify }
  - { name: pay, databases: ['we/pay'], mode: approve, maxLoss: 5m }
`;
const CONFIGURATION = dispatchConfiguration(GROUPS);
const GROUP_OF: Record<string, string> = { orders: 'shop', stock: 'shop', pay: 'pay' };

const linkOf = (database: string): Subject => ({
  kind: 'link',
  key: `ne/${database}~we/${database}`,
  primary: `we/${database}`,
  secondary: `ne/${database}`,
});

/** A link is in the group that its database is named for. */
function labelsOf({ subject }: Notice): Labels {
  const group = GROUP_OF[subject.key.slice(subject.key.lastIndexOf('/') + 1)];
  const none = { condition: [], severity: [], scope: [], region: [], server: [], database: [] };
  return { ...none, group: group === undefined ? [] : [group] };
}

/** A message about these subjects, the first of them at its top. */
function message(subjects: Subject[], more: Partial<Notice> = {}): Notice {
  const [subject = linkOf('orders')] = subjects;
  const about = { condition: 'LagHigh', severity: 'error', sinceMs: START, sentence: 's' } as const;
  const alerts = subjects.map((one): GroupAlert => ({ ...about, subject: one, is: 'new' }));
  const group = { key: 'k', common: [], firing: alerts.length, resolved: 0, alerts };
  return { ...about, id: `n ${subject.key}`, reason: 'first', subject, atMs: START, durationMs: 0, group, ...more };
}

class Histories {
  readonly asked: string[] = [];
  readonly history = {
    ...createMemoryHistory(),
    recent: async (_shard: string, linkKey: string): Promise<HistoryLine[]> => {
      this.asked.push(linkKey);
      return [{ linkKey, atMs: START - 60_000, state: 'caughtUp', lagSeconds: 7 }];
    },
  };

  async detailed(notices: Notice[], configuration: Configuration = CONFIGURATION): Promise<Notice[]> {
    const entries = notices.map((notice) => entryFor(notice, { name: 'ops' }, '00', START));
    const done = await withDetails(configuration, { history: this.history }, entries, labelsOf, START);
    return done.map(({ notice }) => notice);
  }

  async willDo(...subjects: Subject[]): Promise<string | undefined> {
    return (await this.detailed([message(subjects)]))[0]?.willDo;
  }
}

test('what Geowarden will do is said of databases that are all in one recovery group, or all in none', async () => {
  const willDo = (...names: string[]) => new Histories().willDo(...names.map(linkOf));
  assert.match((await willDo('orders', 'stock')) ?? '', /recovery group shop is in the mode notify/);
  assert.match((await willDo('pay')) ?? '', /ask a person before it fails over the recovery group pay/);
  assert.match((await willDo('archive', 'blog')) ?? '', /in no recovery group/);
  assert.equal(await willDo('orders', 'pay'), undefined);
  assert.equal(await willDo('orders', 'archive'), undefined);
});

test('nothing of what it will do is said of an end, nor of what is no database', async () => {
  const histories = new Histories();
  assert.equal(await histories.willDo(linkOf('orders'), { kind: 'server', key: 'we' }), undefined);
  assert.equal(await histories.willDo({ kind: 'channel', key: 'ops' }), undefined);
  const [end] = await histories.detailed([message([linkOf('orders')], { reason: 'resolved' })]);
  assert.equal(end?.willDo, undefined);
});

test('the lag before it is shown by a message about one link, and by no other', async () => {
  const histories = new Histories();
  const notices = [
    message([linkOf('orders')]),
    message([linkOf('pay'), linkOf('stock')]),
    message([{ kind: 'database', key: 'we/blog' }]),
  ];
  const trends = (await histories.detailed(notices)).map(({ trend }) => trend?.lagSeconds.at(-1));
  assert.deepEqual(trends, [7, undefined, undefined]);
  assert.deepEqual(histories.asked, [linkOf('orders').key]);
});

test('one link is read once for all its channels, and in a storm five at most', async () => {
  const histories = new Histories();
  const orders = message([linkOf('orders')]);
  await histories.detailed([orders, orders]);
  assert.equal(histories.asked.length, 1);
  const storm = await histories.detailed(Array.from({ length: 9 }, (_, n) => message([linkOf(`d${n}`)])));
  assert.equal(histories.asked.length, 1 + 5);
  assert.equal(storm.filter(({ trend }) => trend !== undefined).length, 5);
});

test('what was read before the history stopped to answer is shown, and every message is there', async () => {
  const histories = new Histories();
  const { recent } = histories.history;
  histories.history.recent = async (shard, linkKey) => {
    if (linkKey === linkOf('b').key) throw new Error('away');
    return recent(shard, linkKey);
  };
  const all = await histories.detailed(['a', 'b', 'c'].map((name) => message([linkOf(name)])));
  assert.deepEqual(
    all.map(({ trend }) => trend !== undefined),
    [true, false, false],
  );
});
