import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHistoryStore } from '../../../shared/adapters/azure/blobs/historyStore.ts';
import { createDeliveryQueue } from '../../../shared/adapters/azure/queues/deliveryQueue.ts';
import { createReplicationSampler } from '../../../shared/adapters/azure/sql/replicationSampler.ts';
import { createOutboxStore } from '../../../shared/adapters/azure/tables/outboxStore.ts';
import { createSubjectStore } from '../../../shared/adapters/azure/tables/subjectStore.ts';
import { DISPATCH } from '../../../shared/alerting/dispatch/dispatchChannel.ts';
import { closeSubject } from '../../../shared/alerting/evaluate.ts';
import { evaluateLink } from '../../../shared/alerting/evaluateLink.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { runSweep, type SweepInput } from '../../../shared/replication/sweep.ts';
import { link, topology } from '../../unit/replication/builders.ts';
import { RULES } from '../../unit/replication/fixture.ts';
import { withAzurite } from '../tables/azurite.ts';
import { openSqlBench, type SqlBench } from './sqlEstate.ts';

const azurite = withAzurite();
let bench: SqlBench;
before(async () => {
  bench = await openSqlBench();
});
after(() => bench.close());

const TO_NE = link('shop-we', 'shop-ne', 'orders');
const TO_UKS = link('shop-we', 'shop-uks', 'orders');
const STOCK = link('shop-we', 'shop-ne', 'stock');
const WATCHED = topology([TO_NE, TO_UKS, STOCK]);

/** The sweep as the app runs it, with the real adapters under it. */
function world() {
  const name = azurite.newName();
  const clients = azurite.clients();
  const sampling = {
    everyMs: 60_000,
    timeoutMs: 1_000,
    concurrency: 8,
    shardAbove: 100,
    encryption: 'strict' as const,
  };
  const sampler = createReplicationSampler({
    sampling,
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
  });
  const subjects = createSubjectStore(clients.table(name));
  const outbox = createOutboxStore(clients.table(name));
  const history = createHistoryStore(clients.container(name));
  const queueClient = clients.queue(name);
  const queue = createDeliveryQueue(queueClient);
  const input = (more: Partial<SweepInput['ports']> = {}): SweepInput => ({
    topology: WATCHED,
    configuration: { sampling, alerts: RULES },
    ports: { sampler, subjects, history, queue, ...more },
    alerting: { evaluateLink, closeSubject },
    now: () => Date.now(),
  });
  const stateOf = async (key: string) => (await subjects.loadOne(shardOf(key), key))?.value.link?.state.name;
  return { sampler, outbox, history, queueClient, input, stateOf };
}

const suspend = (becomes: 'suspended' | 'active') =>
  bench.model.apply({ kind: 'link', server: 'shop-we', database: 'orders', secondaryServer: 'shop-uks', becomes });

test('from the catalog view to the message: a suspended link is told once, through real SQL and real storage', async () => {
  const { input, sampler, outbox, history, queueClient, stateOf } = world();
  try {
    suspend('suspended');
    const first = await runSweep(input());
    assert.deepEqual(first.problems, []);
    assert.deepEqual([first.sampled, first.failed, first.notices], [2, 0, 1]);
    assert.deepEqual(await Promise.all([TO_NE, TO_UKS, STOCK].map(({ linkKey }) => stateOf(linkKey))), [
      'caughtUp',
      'suspended',
      'caughtUp',
    ]);
    const second = await runSweep(input());
    assert.equal(second.notices, 0);
    assert.equal((await history.recent(shardOf(TO_UKS.linkKey), TO_UKS.linkKey, 0, 10)).length, 2);
    const [entry] = await outbox.due(Date.now(), 10, DISPATCH);
    assert.equal(entry?.notice.condition, 'LinkSuspended');
    const { receivedMessageItems } = await queueClient.receiveMessages({ numberOfMessages: 32 });
    assert.deepEqual(
      receivedMessageItems.map(({ messageText }) => JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'))),
      [{ shard: entry?.shard, id: entry?.id }],
    );
  } finally {
    suspend('active');
    await sampler.retain([]);
  }
});

test('killed between the commit and the queue: the outbox has the message as due', async () => {
  const { input, sampler, outbox } = world();
  try {
    suspend('suspended');
    // A process that is killed here never comes back from this call.
    let killed = () => {};
    const reached = new Promise<void>((resolve) => {
      killed = resolve;
    });
    const enqueue = () => {
      killed();
      return new Promise<void>(() => {});
    };
    void runSweep(input({ queue: { enqueue } }));
    await reached;
    const due = await outbox.due(Date.now(), 10);
    assert.deepEqual(
      due.map(({ notice }) => `${notice.condition} ${notice.reason}`),
      ['LinkSuspended first'],
    );
    assert.equal((await runSweep(input())).notices, 0, 'the next process must not tell it again');
  } finally {
    suspend('active');
    await sampler.retain([]);
  }
});

test('a database that hangs is unreachable; the others are stored while it hangs', async () => {
  const { input, sampler, stateOf } = world();
  try {
    bench.fault('shop-we', { kind: 'hangQuery' }, 'stock');
    const sweep = runSweep(input());
    const endMs = Date.now() + 900;
    while ((await stateOf(TO_NE.linkKey)) === undefined && Date.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(await stateOf(TO_NE.linkKey), 'caughtUp');
    assert.equal(await stateOf(STOCK.linkKey), undefined);
    const result = await sweep;
    assert.deepEqual([result.failed, await stateOf(STOCK.linkKey)], [1, 'unreachable']);
  } finally {
    bench.fault('shop-we', null, 'stock');
    await sampler.retain([]);
  }
});
