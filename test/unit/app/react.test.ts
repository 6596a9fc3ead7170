import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { readReport } from '../../../shared/app/context.ts';
import { discoverTopology } from '../../../shared/app/discoverTopology.ts';
import { driveOperation } from '../../../shared/app/driveOperation.ts';
import { readHealth, readStatus } from '../../../shared/app/queries.ts';
import {
  advanceFromQueue,
  evaluateAndHandOn,
  evaluateNow,
  handOnOperation,
  superviseIncidents,
} from '../../../shared/app/react.ts';
import type { CallAnswer, FailoverCalls } from '../../../shared/operations/ports.ts';
import { evidenceId } from '../../../shared/outage/evidenceId.ts';
import type { Evidence } from '../../../shared/outage/types.ts';
import { LookingWorld } from './lookingWorld.ts';
import { LINK } from './world.ts';

const MINUTE = 60_000;

/** A group that moves by itself, Azure's word that the region is down, and Resource Manager in the hand of the test. */
class RescueWorld extends LookingWorld {
  readonly calls: string[] = [];
  callAnswer: CallAnswer = { kind: 'accepted', pollUrl: 'https://poll', retryAfterMs: 1_000 };

  constructor(mode: 'automatic' | 'notify' = 'automatic') {
    super();
    const { configuration } = this.context;
    assert.ok(configuration);
    const groups = configuration.groups.map((group) => ({
      ...group,
      mode,
      maxLossMs: 10 * MINUTE,
      cooldownMs: MINUTE,
    }));
    const calls: FailoverCalls = {
      findLink: async () => ({
        linkId: 'id',
        role: this.primary === 'two' ? 'Primary' : 'Secondary',
        state: 'CATCH_UP',
        operationInProgress: false,
      }),
      start: async (link, _id, how) => {
        this.calls.push(`${how} ${link.linkKey}`);
        return this.callAnswer;
      },
      poll: async () => ({ kind: this.primary === 'two' ? 'succeeded' : 'running', retryAfterMs: 1_000 }),
    };
    const { reader } = this.context.ports;
    const { wait } = this.context;
    this.context = {
      ...this.context,
      configuration: { ...configuration, groups },
      // Whatever can go on without the clock goes on before it moves.
      wait: async (ms) => {
        await setImmediate();
        await wait(ms);
      },
      ports: {
        ...this.context.ports,
        calls: async () => calls,
        reader: async (given) => {
          const { ask } = await reader(given);
          return {
            ask: async (end) => {
              const answer = await ask(end);
              const isPrimary = end.server === this.primary;
              return { ...answer, writable: isPrimary, replicaRole: answer.reachable ? (isPrimary ? 0 : 2) : null };
            },
          };
        },
      },
    };
  }

  /** Sampled well once, then dead, with Azure saying so; the evidence agrees since now. */
  async outage(): Promise<void> {
    await discoverTopology(this.context, this.log);
    await this.sweep();
    this.dies();
    await this.azureSays();
    await this.sweep(2);
  }

  async azureSays(): Promise<void> {
    const scope: Evidence['scope'] = { kind: 'region', region: 'westeurope' };
    await this.storage.evidence.put({
      id: evidenceId('serviceHealth', scope, 'tracking'),
      source: 'serviceHealth',
      vote: 'down',
      scope,
      sinceMs: this.nowMs,
      atMs: this.nowMs,
      expiresAtMs: this.nowMs + 60 * MINUTE,
      path: 'azure',
      sentence: 'Service Health says so.',
    });
  }

  /** Until confirmFor has passed, with the outage seen again and again. */
  async confirmed(): Promise<void> {
    await this.outage();
    await this.sweep(60);
  }

  moves(): void {
    this.primary = 'two';
    this.failure = undefined;
  }
}

test('a confirmed outage is acted on by whoever sees it first: one call, and the queue goes on with it', async () => {
  const world = new RescueWorld();
  await world.confirmed();
  assert.deepEqual(world.calls, [`forced ${LINK}`]);
  assert.equal(new Set(world.operationsQueued).size, 1);
  await world.sweep(3);
  assert.equal(world.calls.length, 1);
});

test('the queue goes on to the end: read back, told, and discovered anew', async () => {
  const world = new RescueWorld();
  await world.confirmed();
  const [operationId] = world.operationsQueued;
  const before = world.discoveries;
  world.moves();
  await advanceFromQueue(world.context, { operationId }, world.log);
  const [operation] = await world.storage.operations.recent(1);
  assert.equal(operation?.steps[0]?.state, 'verified');
  assert.ok(world.discoveries > before);
  const topology = await world.storage.topology.load();
  assert.equal(topology?.links[0]?.primary.server, 'two');
  const conditions = (await world.storage.outbox.recent(20)).map(
    ({ notice }) => `${notice.condition} ${notice.reason}`,
  );
  assert.ok(conditions.includes('FailoverDone first'), conditions.join());
});

test('an operation that no queue brings back is found by the supervisor', async () => {
  const world = new RescueWorld();
  await world.confirmed();
  world.moves();
  for (let tick = 0; tick < 8; tick += 1) {
    world.nowMs += 15_000;
    await superviseIncidents(world.context, world.log);
  }
  const [operation] = await world.storage.operations.recent(1);
  assert.equal(operation?.steps[0]?.state, 'verified');
  assert.equal(world.calls.length, 1);
});

test('the supervisor stays for the moment at which the outage is confirmed, and acts then', async () => {
  const world = new RescueWorld();
  await world.outage();
  await world.sweep(56);
  assert.deepEqual(world.calls, []);
  await superviseIncidents(world.context, world.log);
  assert.deepEqual(world.calls, [`forced ${LINK}`]);
});

test('in notify mode, as a witness, and without groups nothing is called', async () => {
  const notify = new RescueWorld('notify');
  await notify.confirmed();
  assert.deepEqual(notify.calls, []);
  const witness = new RescueWorld();
  const { configuration } = witness.context;
  assert.ok(configuration);
  await witness.outage();
  witness.context = { ...witness.context, configuration: { ...configuration, role: 'witness' } };
  witness.nowMs += MINUTE;
  assert.equal(await evaluateNow(witness.context, witness.log), undefined);
  await driveOperation(witness.context, 'any', witness.log);
  assert.deepEqual(witness.calls, []);
});

test('trouble of an evaluation or of an operation is logged, and nobody is thrown at', async () => {
  const world = new RescueWorld();
  await world.outage();
  world.storageFails = new Error('storage is away');
  assert.equal(await evaluateNow(world.context, world.log), undefined);
  await driveOperation(world.context, 'op', world.log);
  assert.match(world.logged(701).join(), /storage is away/);
  assert.match(world.logged(703).join(), /storage is away/);
});

test('what stands in the way is told where people look, since when, and until it is over', async () => {
  const world = new RescueWorld();
  await world.outage();
  const { recent } = world.storage.operations;
  world.storage.operations.recent = async () => Promise.reject(new Error('a page of the table is away'));
  world.fence.available = async () => Promise.reject(new Error('the account of the fence is away'));
  await superviseIncidents(world.context, world.log);
  const problems = (await readReport(world.storage, 'supervision')).problems;
  assert.deepEqual(problems.map(({ code, area }) => [code, area]).sort(), [
    ['evaluation-failed', 'outage'],
    ['no-fence', 'outage'],
  ]);
  assert.match(problems.find(({ code }) => code === 'no-fence')?.message ?? '', /nothing is failed over/);
  const status = JSON.stringify((await readStatus(world.context)).body);
  assert.match(status, /the account of the fence is away/);
  world.storage.operations.recent = recent;
  world.fence.available = async () => true;
  for (let tick = 0; tick < 2; tick += 1) {
    world.nowMs += 20_000;
    await superviseIncidents(world.context, world.log);
  }
  assert.deepEqual((await readReport(world.storage, 'supervision')).problems, []);
});

test('a supervisor that has not looked for long makes the app late', async () => {
  const world = new RescueWorld();
  await discoverTopology(world.context, world.log);
  await superviseIncidents(world.context, world.log);
  world.nowMs += 10 * MINUTE;
  await discoverTopology(world.context, world.log);
  await world.sweep();
  const health = JSON.stringify((await readHealth(world.context)).body);
  assert.match(health, /supervision: expected a sweep every 15 s/);
});

test('whoever is being answered leaves the driving to the queue', async () => {
  const world = new RescueWorld();
  await world.outage();
  await world.sweep(56);
  world.nowMs += 4_000;
  await evaluateAndHandOn(world.context, world.log);
  assert.deepEqual([world.calls, world.operationsQueued.length], [[], 1]);
  await handOnOperation(world.context, 'another', world.log);
  assert.equal(world.operationsQueued.at(-1), 'another');
});

test('a message that is no pointer goes to the poison queue', async () => {
  const world = new RescueWorld();
  for (const message of [undefined, 'text', {}, { operationId: 7 }, { operationId: '' }]) {
    await assert.rejects(advanceFromQueue(world.context, message, world.log), /\{ operationId \}/);
  }
  assert.equal(world.logged(704).length, 5);
});

test('a deployment keeps its name over restarts, and another one has another', async () => {
  const { deploymentName } = await import('../../../shared/app/deploymentName.ts');
  const world = new RescueWorld();
  const configuration = { name: 'shops' };
  const name = await deploymentName(world.context, configuration);
  assert.equal(await deploymentName({ ...world.context }, configuration), name);
  assert.notEqual(await deploymentName(new RescueWorld().context, configuration), name);
});
