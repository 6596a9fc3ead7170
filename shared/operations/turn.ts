/** One bounded turn of work on one operation: what it has in hand, and the only ways to change it. */
import type { CandidateAnswer } from '../failover/types.ts';
import type { Versioned } from '../replication/ports.ts';
import type { ReplicationLink } from '../topology/types.ts';
import { moveOperation, moveStep } from './journal.ts';
import type { FenceIntent, FoundLink, OperationPorts } from './ports.ts';
import type { OperationRules } from './rules.ts';
import type { Operation, OperationEvent, OperationStep, StepEvent } from './types.ts';

/** Somebody else changed the row: whatever we know is old. */
export class OperationChanged extends Error {
  override name = 'OperationChanged';
}

/** What one attempt to get on came to. */
export type Progress = { moved: true } | { moved: false; waitMs: number };
export const MOVED: Progress = { moved: true };
export const waitFor = (waitMs: number): Progress => ({ moved: false, waitMs });

export interface HeldFence {
  token: number;
  intents: FenceIntent[];
}

export interface TurnInput {
  ports: OperationPorts;
  /** Epoch milliseconds; read again and again, because a turn takes time. */
  now: () => number;
  /** Names this deployment at the fence. */
  holder: string;
  rules: OperationRules;
}

/** Whoever takes the fence from a turn of the same operation soon finds that the row has changed: meeting more often than that is no accident. */
const MOST_TIMES_FORGOTTEN = 3;

export class Turn {
  readonly ports: OperationPorts;
  readonly rules: OperationRules;
  readonly now: () => number;
  readonly holder: string;
  operation: Operation;
  /** Steps that have nothing more to do in this turn, and for how long: looking once a turn is enough. */
  readonly waited = new Map<number, number>();
  #version: string | undefined;
  #fence: HeldFence | undefined;
  #timesForgotten = 0;

  constructor(input: TurnInput, loaded: Versioned<Operation>) {
    this.ports = input.ports;
    this.rules = input.rules;
    this.now = input.now;
    this.holder = input.holder;
    this.operation = loaded.value;
    this.#version = loaded.version;
  }

  step(index: number): OperationStep {
    const step = this.operation.steps[index];
    if (step === undefined) throw new Error(`expected step ${index} of ${this.operation.id}`);
    return step;
  }

  candidateOf(index: number): ReplicationLink {
    const link = this.step(index).choice.candidate;
    if (link === null) throw new Error(`expected a candidate in step ${index} of ${this.operation.id}`);
    return link;
  }

  async moveStep(
    index: number,
    event: StepEvent,
    sentence: string,
    changes: Partial<OperationStep> = {},
  ): Promise<Progress> {
    await this.save(moveStep(this.operation, index, event, { atMs: this.now(), sentence, changes }));
    return MOVED;
  }

  async move(event: OperationEvent, sentence: string, changes: Partial<Operation> = {}): Promise<Progress> {
    await this.save(moveOperation(this.operation, event, { atMs: this.now(), sentence, changes }));
    return MOVED;
  }

  /** @throws OperationChanged when the ETag no longer holds. */
  async save(operation: Operation): Promise<void> {
    const version = this.#version;
    const saved = await this.ports.store.save({ value: operation, ...(version === undefined ? {} : { version }) });
    if (saved === undefined) throw new OperationChanged(operation.id);
    this.operation = operation;
    this.#version = saved;
  }

  /** The fence, taken or kept. Undefined: somebody else has it, or its storage does not answer; then nothing is done (rule 7). */
  async holdFence(): Promise<HeldFence | undefined> {
    if (this.#fence !== undefined) return this.#fence;
    const { fence } = this.ports;
    this.#fence = await fence.acquire(this.holder, this.operation.id, this.rules.leaseMs).catch(() => undefined);
    return this.#fence;
  }

  /** It was lost, or what we know of the notes is old: it is taken anew. Whether at once: not again and again in one turn. */
  forgetFence(): { atOnce: boolean } {
    this.#fence = undefined;
    this.#timesForgotten += 1;
    return { atOnce: this.#timesForgotten <= MOST_TIMES_FORGOTTEN };
  }

  /** Whether the fence is ours from now on for the whole lease. */
  async renewFence(): Promise<boolean> {
    const fence = this.#fence;
    if (fence === undefined) return false;
    const kept = await this.ports.fence.renew(this.holder, fence.token, this.rules.leaseMs).catch(() => false);
    if (!kept) this.#fence = undefined;
    return kept;
  }

  async releaseFence(): Promise<void> {
    const fence = this.#fence;
    this.#fence = undefined;
    // A turn that was left behind may have a call under way that our row does not show yet: then it lapses by itself.
    const underWay = fence?.intents.some(
      (each) => each.operationId === this.operation.id && each.deadlineMs > this.now(),
    );
    if (underWay) return;
    // A fence that could not be given back lapses by itself.
    if (fence !== undefined) await this.ports.fence.release(this.holder, fence.token).catch(() => undefined);
  }

  /** Undefined while the automation may act. A switch that cannot be read counts as paused. */
  async pausedBecause(): Promise<string | undefined> {
    try {
      const paused = await this.ports.paused();
      return paused === null ? undefined : `paused by ${paused.byWhom}`;
    } catch {
      return 'the pause switch could not be read';
    }
  }

  /** What the database at this end says now; undefined when nobody answered. */
  async ask(end: ReplicationLink['secondary']): Promise<(CandidateAnswer & { writable: boolean | null }) | undefined> {
    const answer = await this.ports.reader.ask(end).catch(() => undefined);
    return answer?.reachable ? answer : undefined;
  }

  async findLink(link: ReplicationLink): Promise<FoundLink | undefined | 'noAnswer'> {
    return await this.ports.calls.findLink(link).catch(() => 'noAnswer' as const);
  }
}
