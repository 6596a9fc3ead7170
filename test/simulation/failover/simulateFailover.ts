/**
 * One story of an outage: evidence, verdicts, questions, failovers and messages of one or two deployments on the real evaluation, operations and
 * outbox, while everything around them misbehaves as planned; then calm, when all of it must end.
 */
import { advanceOperation } from '../../../shared/operations/advance.ts';
import { evaluate } from '../../../shared/reaction/evaluate.ts';
import { createMemoryFence } from '../../ports/memoryFence.ts';
import { AzureModel } from './azureModel.ts';
import type { Looker } from './azureParts.ts';
import { Delivery } from './delivery.ts';
import {
  clockOf,
  type Deployment,
  groupsOf,
  makeTables,
  REGION_OF,
  type Surroundings,
  type Tables,
} from './deployment.ts';
import { emptyStory } from './emptyStory.ts';
import { nextTickMs } from './nextTick.ts';
import { RULES } from './operationRules.ts';
import type { Options } from './options.ts';
import { People } from './people.ts';
import { type Ports, portsOf } from './ports.ts';
import { beginWitness, beginWords } from './reporters.ts';
import { SWEEP_EVERY_MS, sweep } from './sampling.ts';
import type { Story } from './story.ts';
import { lastPlannedMs, onTheClock, START_MS, STORM_MS, type StoryPlan } from './storyPlan.ts';
import { watchFence } from './watchedFence.ts';
import { Workers } from './workers.ts';
import { type Process, World } from './world.ts';

/** After the storm everything must end within this time. */
const CALM_MS = 3_600_000;
/** The supervisor looks at every other sweep; what wakes it in between is luck. */
const SUPERVISE_EVERY_MS = 40_000;
const WAKES = 0.1;
const LOOK_AGAIN_MS = 32_000;

/** The same plan always gives the same story. */
export async function simulateFailover(plan: StoryPlan, options: Options = {}): Promise<Story> {
  const simulation = new FailoverSimulation(plan, options);
  return await simulation.play();
}

class FailoverSimulation {
  #ended = false;
  readonly #around: Surroundings;
  readonly #world: World;
  readonly #options: Options;
  readonly #deployments: Deployment[];
  readonly #delivery: Delivery;
  readonly #people: People;
  readonly #ports = new WeakMap<Process, Ports>();
  readonly #workers = new Workers();
  readonly #evaluating = new WeakSet<Process>();
  readonly #nextDrive = new Map<string, number>();
  readonly #supervisedMs = new Map<Deployment, number>();
  readonly #nextLookMs = new Map<Deployment, number>();
  readonly #quietFromMs: number;
  #started = 0;

  constructor(relative: StoryPlan, options: Options) {
    const plan = onTheClock(relative);
    const world = new World(plan.schedule, plan.faults, options.told ?? false);
    const azure = new AzureModel(plan, world);
    const now = (): number => world.nowMs;
    const fence = watchFence(createMemoryFence(now), now);
    const story = emptyStory(plan, world.story, azure.changes, fence.tokens);
    this.#options = options;
    this.#world = world;
    this.#around = { world, azure, fence, plan, story, groups: groupsOf(plan) };
    this.#quietFromMs = START_MS + lastPlannedMs(relative);
    this.#delivery = new Delivery(this.#around);
    this.#people = new People(this.#around, (deployment, operationId) => {
      if (operationId !== undefined) this.#drive(deployment, operationId);
      else this.#wake(deployment);
    });
    this.#deployments = this.#makeDeployments(options.copies ?? false);
    this.#begin();
  }

  async play(): Promise<Story> {
    await this.#world.play(() => this.#ended);
    return await this.#tell();
  }

  async #tell(): Promise<Story> {
    const { story } = this.#around;
    for (const tables of this.#allTables()) {
      const { name: deployments, operations, incidents, table, audit } = tables;
      story.tables.push({
        deployments,
        operations: await operations.recent(1_000),
        incidents: await incidents.recent(1_000),
        outbox: await table.outbox.recent(1_000),
        audit: audit.rows,
      });
    }
    story.crashes = this.#world.crashes;
    story.endedAtMs = this.#world.nowMs;
    if (!this.#ended) story.stuck.push('nothing happens any more');
    return story;
  }

  #begin(): void {
    const world = this.#world;
    const listeners = this.#deployments
      .filter((each, index) => this.#deployments.findIndex(({ tables }) => tables === each.tables) === index)
      .map((deployment) => ({ tables: deployment.tables, wake: () => world.chance(WAKES) && this.#wake(deployment) }));
    beginWitness(this.#around, listeners, () => !this.#ended);
    beginWords(this.#around, listeners);
    for (const deployment of this.#deployments) {
      world.at(world.nowMs + world.upTo(10_000), () => this.#tick(deployment));
    }
    world.at(START_MS + STORM_MS, () => {
      world.stormy = false;
      world.tell('--- the storm is over');
    });
    world.at(this.#quietFromMs + 1, () => void this.#lookForTheEnd());
  }

  /** A sweep, then the supervisor. */
  #tick(deployment: Deployment): void {
    const world = this.#world;
    world.at(nextTickMs(world.nowMs, this.#quietFromMs), () => this.#tick(deployment));
    const process = this.#livingProcess(deployment);
    sweep(this.#around, deployment, process).then(
      () => this.#supervise(deployment),
      (error: Error) => {
        world.tell(process.name, 'could not sweep:', error.message);
        this.#supervise(deployment);
      },
    );
  }

  #supervise(deployment: Deployment): void {
    const world = this.#world;
    if (world.nowMs - (this.#supervisedMs.get(deployment) ?? 0) < SUPERVISE_EVERY_MS - 2_000) return;
    this.#supervisedMs.set(deployment, world.nowMs);
    this.#evaluate(deployment);
    if (!world.stormy) void this.#people.inTheCalm(deployment);
    void this.#sweepOutbox(deployment, this.#livingProcess(deployment));
  }

  async #sweepOutbox(deployment: Deployment, process: Process): Promise<void> {
    await this.#delivery.sweep(deployment, process, () => this.#workerOf(deployment)).catch(() => 0);
  }

  /** Event Grid, the decision page: somebody may look now. */
  #wake(deployment: Deployment): void {
    this.#lookAt(deployment, this.#world.nowMs + this.#world.upTo(1_500));
  }

  /** One look waits at a time. */
  #lookAt(deployment: Deployment, atMs: number): void {
    const waiting = this.#nextLookMs.get(deployment);
    if (waiting !== undefined && waiting > this.#world.nowMs && waiting <= atMs) return;
    this.#nextLookMs.set(deployment, atMs);
    this.#world.at(atMs, () => this.#evaluate(deployment));
  }

  #evaluate(deployment: Deployment): void {
    const world = this.#world;
    const process = this.#livingProcess(deployment);
    if (this.#evaluating.has(process) && !world.chance(0.3)) return;
    this.#evaluating.add(process);
    const { reaction, settings } = this.#portsOf(deployment, process);
    evaluate(reaction, settings, clockOf(world, process)).then(
      ({ open, operations, nextAtMs }) => {
        this.#evaluating.delete(process);
        for (const id of operations) this.#drive(deployment, id);
        // While it storms and something is open and nothing is done, somebody looks again before long.
        const againAtMs = world.nowMs + LOOK_AGAIN_MS;
        if (againAtMs < START_MS + STORM_MS && open.length > 0 && operations.length === 0)
          this.#lookAt(deployment, againAtMs);
        if (nextAtMs !== null && nextAtMs - process.skewMs < world.nowMs + SUPERVISE_EVERY_MS)
          this.#lookAt(deployment, nextAtMs - process.skewMs);
      },
      (error: Error) => {
        this.#evaluating.delete(process);
        world.tell(process.name, 'could not evaluate:', error.message);
      },
    );
  }

  #drive(deployment: Deployment, operationId: string): void {
    const world = this.#world;
    const process = this.#livingProcess(deployment);
    if (!this.#workers.begins(process, operationId)) return;
    const real = this.#portsOf(deployment, process).operation(operationId);
    const { holder } = deployment;
    const ports = this.#options.sabotage?.operation?.(real) ?? real;
    advanceOperation({ operationId, ports, now: clockOf(world, process), holder, rules: RULES }).then(
      (advance) => {
        this.#isDone(deployment, process);
        if (advance.outcome === 'again' || advance.outcome === 'conflict')
          this.#driveLater(deployment, operationId, world.nowMs + advance.afterMs);
        // Queues deliver twice.
        if (world.stormy && world.chance(0.03)) this.#drive(deployment, operationId);
      },
      (error: Error) => {
        this.#isDone(deployment, process);
        world.tell(process.name, 'could not advance:', error.message);
      },
    );
  }

  #isDone(deployment: Deployment, process: Process): void {
    const next = this.#workers.ends(process);
    if (next !== undefined) this.#drive(deployment, next);
  }

  /** One message waits at a time: a later one would only repeat it. */
  #driveLater(deployment: Deployment, operationId: string, atMs: number): void {
    const key = `${deployment.name} ${operationId}`;
    const waiting = this.#nextDrive.get(key);
    if (waiting !== undefined && waiting > this.#world.nowMs && waiting <= atMs) return;
    this.#nextDrive.set(key, atMs);
    this.#world.at(atMs, () => this.#drive(deployment, operationId));
  }

  async #lookForTheEnd(): Promise<void> {
    const world = this.#world;
    const open = await this.#whatIsOpen();
    if (open.length > 0 && world.nowMs < START_MS + STORM_MS + CALM_MS) {
      world.at(world.nowMs + SWEEP_EVERY_MS, () => void this.#lookForTheEnd());
      return;
    }
    this.#around.story.stuck.push(...open);
    this.#ended = true;
  }

  async #whatIsOpen(): Promise<string[]> {
    const open: string[] = [];
    for (const { name, operations, incidents, table } of this.#allTables()) {
      for (const { id, state } of await operations.open()) open.push(`${name}: operation ${id} is ${state}`);
      for (const { value } of await incidents.open()) open.push(`${name}: incident ${value.id} is ${value.phase}`);
      for (const { id } of await table.outbox.due(Number.POSITIVE_INFINITY, 100)) open.push(`${name}: message ${id}`);
    }
    return open;
  }

  #allTables(): Set<Tables> {
    return new Set(this.#deployments.map(({ tables }) => tables));
  }

  #portsOf(deployment: Deployment, process: Process): Ports {
    const known = this.#ports.get(process);
    if (known !== undefined) return known;
    const ports = portsOf(this.#around, deployment, process, {
      enqueued: (pointers, delaySeconds) =>
        this.#delivery.enqueued(pointers, delaySeconds, () => this.#workerOf(deployment)),
      incidentSaved: (id) => void this.#people.incidentSaved(deployment, id),
      operationSaved: (operation) => this.#people.operationSaved(deployment, operation),
      broken: this.#options.sabotage?.reaction,
    });
    this.#ports.set(process, ports);
    return ports;
  }

  #workerOf(deployment: Deployment): { deployment: Deployment; process: Process } {
    return { deployment, process: this.#livingProcess(deployment) };
  }

  #livingProcess(deployment: Deployment): Process {
    if (!deployment.process.alive) deployment.process = this.#startProcess(deployment.name);
    return deployment.process;
  }

  #startProcess(name: Looker): Process {
    this.#started += 1;
    const { skewsMs } = this.#around.plan;
    return { name: `${name}${this.#started}`, alive: true, skewMs: name === 'a' ? skewsMs[0] : skewsMs[1] };
  }

  #makeDeployments(copies: boolean): Deployment[] {
    const { plan, azure } = this.#around;
    const make = (name: Looker, holder: string, tables: Tables): Deployment => ({
      name,
      region: REGION_OF[name],
      holder,
      tables,
      process: this.#startProcess(name),
    });
    switch (plan.deployments) {
      case 'one':
        return [make('a', 'a', makeTables('a', azure, copies))];
      case 'ownTables':
        return [make('a', 'a', makeTables('a', azure, copies)), make('b', 'b', makeTables('b', azure, copies))];
      case 'sharedTables': {
        const tables = makeTables('ab', azure, copies);
        return [make('a', 'ab', tables), { ...make('b', 'ab', tables), region: REGION_OF.a }];
      }
    }
  }
}
