/** How fast it was, and what it cost: from the fault on, by the estate's clock. */
import type { EstateModel } from '../estate/model/types.ts';
import type { ReceivedNotification } from './notifications.ts';
import type { ShownIncident, ShownOperationDetail } from './product.ts';
import type { Step } from './stepSchema.ts';

/** Seconds after the fault, and losses in seconds of commits. Null: it did not happen. */
export interface Score {
  /** Until the first incident was open. */
  detectSeconds: number | null;
  /** Until a failover was started, a person was asked, or it was decided only to tell. */
  decideSeconds: number | null;
  /** Until the estate received the first message about the outage. */
  sendSeconds: number | null;
  /** Until every database that was moved is a writable primary: the estate's own truth. */
  verifiedSeconds: number | null;
  /** The largest bound that was stated before anything was forced. */
  statedLossSeconds: number | null;
  /** The largest real loss, counted by the estate. */
  lossSeconds: number | null;
  /** Of every forced failover: its real loss is within what was stated for it. */
  lossBoundHolds: boolean | null;
}

const OUTAGE_CONDITIONS = new Set([
  'RegionOutage',
  'DatabaseOutage',
  'ApprovalWaiting',
  'FailoverDone',
  'FailoverFailed',
]);
const DECIDED = new Set(['act', 'ask', 'tell']);

/** The step from which is counted: a region or a database that goes, else a network that closes, else the first that does anything to the estate. */
export function faultOf(steps: readonly Step[]): Step | undefined {
  const byTime = [...steps].sort((one, other) => one.at - other.at);
  return (
    byTime.find((step) => 'region' in step && 'becomes' in step && step.becomes === 'down') ??
    byTime.find((step) => 'database' in step && 'becomes' in step && step.becomes !== 'Online') ??
    byTime.find((step) => 'network' in step && step.becomes !== 'open') ??
    byTime.find((step) => !('app' in step || 'automation' in step || 'decision' in step || 'eventGrid' in step))
  );
}

export class Scorekeeper {
  readonly #model: EstateModel;
  readonly #stopListening: () => void;
  #faultMs: number | undefined;
  #detectedMs: number | undefined;
  #decidedMs: number | undefined;
  #verified: { failovers: number; atMs: number } | undefined;

  constructor(model: EstateModel) {
    this.#model = model;
    this.#stopListening = model.onChange(() => this.#lookAtEstate());
  }

  /** The fault happens now; only the first counts. */
  begin(): void {
    this.#faultMs ??= this.#model.clock.now();
  }

  look(incidents: readonly ShownIncident[]): void {
    this.#lookAtEstate();
    for (const { opened, decided, approval } of incidents) {
      this.#detectedMs = earlier(this.#detectedMs, Date.parse(opened));
      if (decided && DECIDED.has(decided.decision)) this.#decidedMs = earlier(this.#decidedMs, Date.parse(decided.at));
      if (approval) this.#decidedMs = earlier(this.#decidedMs, Date.parse(approval.asked));
    }
  }

  /** The last word; nothing is watched any more. */
  score(operations: readonly ShownOperationDetail[], notifications: readonly ReceivedNotification[]): Score {
    this.#lookAtEstate();
    this.#stopListening();
    for (const { plan } of operations) this.#decidedMs = earlier(this.#decidedMs, Date.parse(plan.made));
    const faultMs = this.#faultMs ?? Number.POSITIVE_INFINITY;
    const told = notifications.find(({ atMs, condition }) => atMs >= faultMs && OUTAGE_CONDITIONS.has(condition));
    return {
      detectSeconds: this.#sinceFault(this.#detectedMs),
      decideSeconds: this.#sinceFault(this.#decidedMs),
      sendSeconds: this.#sinceFault(told?.atMs),
      verifiedSeconds: this.#sinceFault(this.#verified?.atMs),
      ...this.#losses(operations),
    };
  }

  #sinceFault(atMs: number | undefined): number | null {
    if (atMs === undefined || this.#faultMs === undefined || !Number.isFinite(atMs)) return null;
    return (atMs - this.#faultMs) / 1000;
  }

  #lookAtEstate(): void {
    const accepted = this.#model.acceptedFailovers();
    if (accepted.length === 0 || accepted.length === this.#verified?.failovers) return;
    const works = accepted.every(({ server, database }) => {
      const state = this.#model.database(server, database);
      return state?.role === 'PRIMARY' && state.writable && state.supersededMs === undefined;
    });
    if (works) this.#verified = { failovers: accepted.length, atMs: this.#model.clock.now() };
  }

  #losses(
    operations: readonly ShownOperationDetail[],
  ): Pick<Score, 'statedLossSeconds' | 'lossSeconds' | 'lossBoundHolds'> {
    const forced = this.#model.acceptedFailovers().filter(({ mode }) => mode === 'forced');
    if (forced.length === 0) return { statedLossSeconds: null, lossSeconds: null, lossBoundHolds: null };
    const stated = forced.map(({ server, database }) => statedFor(`${server}/${database}`, operations));
    const known = stated.filter((bound) => bound !== null);
    return {
      statedLossSeconds: known.length === 0 ? null : Math.max(...known),
      lossSeconds: Math.max(...forced.map(({ lostSeconds }) => lostSeconds)),
      lossBoundHolds: forced.every(
        ({ lostSeconds }, index) => lostSeconds <= (stated[index] ?? Number.NEGATIVE_INFINITY),
      ),
    };
  }
}

/** What was stated for the database that became primary there; null when nothing was. */
function statedFor(candidate: string, operations: readonly ShownOperationDetail[]): number | null {
  const steps = operations.flatMap((operation) => operation.steps);
  const step = steps.find(
    (one) => one.candidate?.toLowerCase() === candidate.toLowerCase() && one.lossBoundSeconds !== null,
  );
  return step?.lossBoundSeconds ?? null;
}

function earlier(one: number | undefined, other: number): number | undefined {
  if (!Number.isFinite(other)) return one;
  return one === undefined ? other : Math.min(one, other);
}
