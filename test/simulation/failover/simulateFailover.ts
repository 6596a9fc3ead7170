/** One story of a failover: an outage, two deployments that share a fence, crashes and lies everywhere; then calm, when all must end. */
import { advanceOperation } from '../../../shared/operations/advance.ts';
import { applyOperatorCommand } from '../../../shared/operations/operator.ts';
import type { OperationPorts } from '../../../shared/operations/ports.ts';
import { DEFAULT_OPERATION_RULES, type OperationRules } from '../../../shared/operations/rules.ts';
import { createMemoryAudit } from '../../ports/memoryAudit.ts';
import { createMemoryFence } from '../../ports/memoryFence.ts';
import { createMemoryOperations } from '../../ports/memoryOperations.ts';
import { NO_TROUBLES, OutboxWorld, type Process, type Troubles } from '../../ports/outboxWorld.ts';
import { choose, type Deployment, portsOf, type Surroundings } from './deployment.ts';
import { makeEstate, makeOperation, STORM_UNTIL_MS } from './estate.ts';
import type { Story } from './story.ts';
import { watchFence } from './watchedFence.ts';

const STORM: Troubles = { crashBefore: 0.01, crashAfter: 0.01, failBefore: 0.02, failAfter: 0.02 };
/** After the storm everything must end within this time. */
const CALM_MS = 3 * 3_600_000;
const OPERATOR_EVERY_MS = 120_000;
const SWEEP_EVERY_MS = 60_000;
const WORKERS = 2;
const RULES: OperationRules = {
  ...DEFAULT_OPERATION_RULES,
  idleMs: 30_000,
  watchReturnForMs: 600_000,
  settleWithinMs: 1_200_000,
  judgeWithinMs: 300_000,
  followForMs: 400_000,
};

export interface Options {
  troubles?: Troubles;
  /** Breaks one of the ports on purpose, to prove that the simulation would notice. */
  sabotage?: (ports: OperationPorts) => OperationPorts;
}

/** The same seed always gives the same story. */
export async function simulateFailover(seed: number, options: Options = {}): Promise<Story> {
  const simulation = new FailoverSimulation(seed, options);
  while (!simulation.ended()) await simulation.turn();
  return await simulation.tell();
}

interface WakeUp {
  atMs: number;
  run: () => void;
}

class FailoverSimulation {
  readonly #around: Surroundings;
  readonly #world: OutboxWorld;
  readonly #deployments: Deployment[];
  readonly #options: Options;
  readonly #busy = new Map<Process, number>();
  readonly #nextDrive = new Map<Deployment, number>();
  #wakeUps: WakeUp[] = [];
  #started = 0;
  #openIds = new Set<string>();
  #pending = 2;

  constructor(seed: number, options: Options) {
    const world = new OutboxWorld(seed);
    const { premise, azure } = makeEstate(world);
    const now = (): number => world.nowMs;
    const fence = watchFence(createMemoryFence(now), now);
    const story = emptyStory(seed, world, premise.unfit, premise.mayAct, azure.changes, fence.tokens);
    this.#world = world;
    this.#options = options;
    this.#around = { world, azure, fence, premise, story };
    world.troubles = options.troubles ?? STORM;
    const first = this.#makeDeployment('a', undefined);
    this.#deployments = [first, this.#makeDeployment('b', premise.sharedStore ? first : undefined)];
    story.audits = [...new Set(this.#deployments.map((each) => each.audit))];
    for (const [index, deployment] of this.#deployments.entries())
      this.#scheduleLife(deployment, premise.detectMs[index] ?? 60_000);
  }

  ended(): boolean {
    const over = this.#pending === 0 && this.#openIds.size === 0;
    return over || this.#world.nowMs > STORM_UNTIL_MS + CALM_MS;
  }

  async tell(): Promise<Story> {
    const { story } = this.#around;
    const seen = new Set<string>();
    for (const { store, operationId } of this.#deployments) {
      const row = await store.load(operationId);
      if (row !== undefined && !seen.has(operationId)) story.operations.push(row.value);
      seen.add(operationId);
    }
    story.endedAtMs = this.#world.nowMs;
    return story;
  }

  /** Everything that is due now; then the clock goes to whatever comes next. */
  async turn(): Promise<void> {
    const world = this.#world;
    while (await world.step());
    if (world.nowMs >= STORM_UNTIL_MS) {
      world.troubles = NO_TROUBLES;
      this.#around.azure.troubled = false;
    }
    const nextWakeUpMs = Math.min(...this.#wakeUps.map((each) => each.atMs));
    if (nextWakeUpMs <= world.nowMs) {
      const due = this.#wakeUps.filter((each) => each.atMs <= world.nowMs);
      this.#wakeUps = this.#wakeUps.filter((each) => each.atMs > world.nowMs);
      for (const wakeUp of due) wakeUp.run();
      await new Promise((resolve) => setImmediate(resolve));
      return;
    }
    const next = Math.min(world.nextMs(), nextWakeUpMs);
    world.nowMs = Math.max(world.nowMs + 1, Math.ceil(next));
  }

  #scheduleLife(deployment: Deployment, detectMs: number): void {
    this.#at(detectMs, () => void this.#detect(deployment));
    this.#every(SWEEP_EVERY_MS, () => this.#drive(deployment));
    this.#every(OPERATOR_EVERY_MS, () => void this.#operate(deployment));
  }

  /** Evaluation finds the outage confirmed and starts an operation; under a shared table both find the same one. */
  async #detect(deployment: Deployment): Promise<void> {
    const { premise } = this.#around;
    this.#pending -= 1;
    if (!premise.mayAct) return;
    const operation = makeOperation(deployment.operationId, this.#world.nowMs, premise, (database) =>
      choose(this.#around, deployment, database),
    );
    if (operation === undefined) return;
    this.#openIds.add(operation.id);
    await deployment.store.save({ value: operation });
    this.#drive(deployment);
  }

  #drive(deployment: Deployment): void {
    if (!this.#openIds.has(deployment.operationId)) return;
    const process = this.#livingProcess(deployment);
    if ((this.#busy.get(process) ?? 0) >= WORKERS) return;
    this.#busy.set(process, (this.#busy.get(process) ?? 0) + 1);
    this.#advance(deployment, process).then(
      (afterMs) => {
        this.#busy.set(process, (this.#busy.get(process) ?? 1) - 1);
        if (afterMs !== undefined) this.#driveLater(deployment, this.#world.nowMs + afterMs);
        // Queues deliver twice.
        if (this.#world.chance(0.05)) this.#drive(deployment);
      },
      (error: Error) => {
        this.#busy.set(process, (this.#busy.get(process) ?? 1) - 1);
        this.#world.tell(`${process.name}: ${error.message}`);
      },
    );
  }

  /** One message waits at a time: a later one would only repeat it. */
  #driveLater(deployment: Deployment, atMs: number): void {
    const waiting = this.#nextDrive.get(deployment);
    if (waiting !== undefined && waiting > this.#world.nowMs && waiting <= atMs) return;
    this.#nextDrive.set(deployment, atMs);
    this.#at(atMs, () => this.#drive(deployment));
  }

  async #advance(deployment: Deployment, process: Process): Promise<number | undefined> {
    const real = portsOf(this.#around, deployment);
    const advance = await advanceOperation({
      operationId: deployment.operationId,
      ports: this.#options.sabotage?.(real) ?? real,
      now: () => this.#world.nowMs + process.skewMs,
      holder: deployment.name,
      rules: RULES,
    });
    if (advance.outcome === 'ended') this.#openIds.delete(deployment.operationId);
    return advance.outcome === 'again' || advance.outcome === 'conflict' ? advance.afterMs : undefined;
  }

  /** A person looks in now and then; in the calm, what still asks is given up. */
  async #operate(deployment: Deployment): Promise<void> {
    const world = this.#world;
    const dice = world.random();
    const calm = world.nowMs > STORM_UNTIL_MS + 600_000;
    const what = calm ? 'giveUp' : dice < 0.35 ? 'retry' : dice < 0.5 ? 'giveUp' : dice < 0.53 ? 'abort' : undefined;
    if (what === undefined || !this.#openIds.has(deployment.operationId)) return;
    const allows = world.chance(0.5) ? { allowsLossMs: 900_000 } : {};
    const command = {
      what,
      by: 'ann',
      comment: 'simulated',
      atMs: world.nowMs,
      ...(what === 'retry' ? allows : {}),
    } as const;
    const answer = await applyOperatorCommand(deployment.store, deployment.operationId, command);
    if (answer.done) world.tell(`ann says ${what} to ${deployment.operationId}`);
  }

  #livingProcess(deployment: Deployment): Process {
    if (!deployment.process.alive) deployment.process = this.#startProcess(deployment.name);
    return deployment.process;
  }

  #startProcess(name: string): Process {
    this.#started += 1;
    return { name: `${name}${this.#started}`, alive: true, skewMs: (this.#world.random() - 0.5) * 1_800 };
  }

  #makeDeployment(name: string, sharing: Deployment | undefined): Deployment {
    const world = this.#world;
    const fromMs = world.random() * 200_000;
    const server = world.chance(0.8) ? 'ne' : 'fc';
    return {
      name,
      store: sharing?.store ?? createMemoryOperations({ copies: false }),
      audit: sharing?.audit ?? createMemoryAudit({ copies: false }),
      operationId: sharing?.operationId ?? `op-${name}`,
      blind: world.chance(0.5) ? [{ server, fromMs, untilMs: fromMs + world.random() * 400_000 }] : [],
      process: this.#startProcess(name),
    };
  }

  #at(atMs: number, run: () => void): void {
    this.#wakeUps.push({ atMs, run });
  }

  #every(everyMs: number, run: () => void): void {
    this.#at(this.#world.nowMs + everyMs, () => {
      run();
      this.#every(everyMs, run);
    });
  }
}

function emptyStory(
  seed: number,
  world: OutboxWorld,
  unfit: Set<string>,
  mayAct: boolean,
  changes: Story['changes'],
  tokens: number[],
): Story {
  return {
    seed,
    sends: [],
    changes,
    operations: [],
    audits: [],
    tokens,
    unfit,
    candidates: [],
    falselyVerified: [],
    told: new Set(),
    mayAct,
    endedAtMs: 0,
    telling: world.story,
  };
}
