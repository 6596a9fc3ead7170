import type { RecoveryGroup } from '../failover/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import type { DatabaseReader } from '../operations/ports.ts';
import { evidenceFromLogin } from '../outage/evidenceFromLogin.ts';
import { evidenceFromSample, type LoginAnswer, type Look } from '../outage/evidenceFromSample.ts';
import { carrySight } from '../outage/isolation.ts';
import { probeLifetimeMs } from '../outage/lifetimes.ts';
import type { EvidencePublisher, EvidenceStore } from '../outage/ports.ts';
import type { Evidence, Incident, SweepSight } from '../outage/types.ts';
import type { DatabaseSample } from '../replication/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import { byLastLook } from './byLastLook.ts';
import { EvidenceWire } from './evidenceWire.ts';
import { type Memberships, membershipsIn } from './memberships.ts';
import { oldPrimaries } from './oldPrimaries.ts';
import type { LoginProbe } from './ports.ts';
import { secondaryView } from './secondaryView.ts';
import { SightCount, seenIn } from './sightCount.ts';
import { SignsOfLife } from './signsOfLife.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export interface ObservationInput {
  topology: Topology;
  groups: readonly RecoveryGroup[];
  /** Those that are not over. */
  incidents: readonly Incident[];
  /** All that is stored, as it was when the sweep began. */
  evidence: readonly Evidence[];
  /** What the sweep before this one saw. */
  previousSight: SweepSight | undefined;
  ports: {
    evidence: Pick<EvidenceStore, 'put'>;
    probe: LoginProbe;
    reader: DatabaseReader;
    publisher?: EvidencePublisher | undefined;
  };
  sampling: { everyMs: number; timeoutMs: number; concurrency: number };
  /** Which old primaries this sweep looks at, where several share them out; left out: all. */
  looksAfter?: (end: LinkEnd) => boolean;
  /** The region we look from. */
  path: string;
  /** Of this deployment, stable over its restarts. */
  reporter: string;
  now: () => number;
  onTrouble: (trouble: Trouble) => void;
}

/** What one sweep sees of an outage. Neither method ever rejects; the ports' own timeouts bound both. */
export interface Observation {
  /** For every sample of a primary, at once: see runSweep. */
  afterSample(primary: LinkEnd, sample: DatabaseSample): Promise<void>;
  /** @param postponed primaries that the sweep left for the next one */
  finish(postponed: number): Promise<SweepSight>;
}

/**
 * Begins to observe one sweep; the old primaries of open incidents are looked at beside it from now on. A failed sample of a group's
 * primary is followed at once by a fresh login, and its geo-secondaries are asked; a good one is written down where it matters. What
 * belongs to no group is counted, and gives no evidence.
 */
export function beginObservation(input: ObservationInput): Observation {
  const observer = new Observer(input);
  const looking = observer.lookAtOldPrimaries();
  return {
    afterSample: (primary, sample) => observer.afterSample(primary, sample),
    finish: async (postponed) => {
      await looking;
      await observer.settle();
      return observer.sight(postponed);
    },
  };
}

type Answer = Awaited<ReturnType<DatabaseReader['ask']>>;

class Observer {
  readonly #input: ObservationInput;
  readonly #startedAtMs: number;
  readonly #lifetimeMs: number;
  readonly #wire: EvidenceWire;
  readonly #memberships: Memberships;
  readonly #signs: SignsOfLife;
  readonly #count = new SightCount();
  /** Made when somebody is looked at: most sweeps have no need of it. */
  #armStatus: ReadonlyMap<string, string> | undefined;
  /** Geo-secondaries that were asked in this sweep: each once, whoever wants to know. */
  readonly #asked = new Map<string, Promise<Answer | undefined>>();

  constructor(input: ObservationInput) {
    const { topology, groups, incidents, evidence, ports, sampling, now, onTrouble } = input;
    this.#input = input;
    this.#startedAtMs = now();
    this.#lifetimeMs = probeLifetimeMs(sampling.everyMs, sampling.timeoutMs);
    this.#wire = new EvidenceWire({ evidence: ports.evidence, publisher: ports.publisher, onTrouble });
    this.#memberships = membershipsIn(topology, groups);
    this.#signs = new SignsOfLife(this.#memberships, incidents, evidence, this.#startedAtMs);
  }

  async afterSample(primary: LinkEnd, sample: DatabaseSample): Promise<void> {
    this.#count.add(primary, sample.ok ? 'reached' : seenIn(sample.failure));
    if (this.#memberships.of(primary).length === 0) return;
    if (!sample.ok) return this.#follow(primary, sample);
    if (this.#signs.wanted(primary)) await this.#put(evidenceFromSample(this.#look(primary), sample));
  }

  async lookAtOldPrimaries(): Promise<void> {
    const { incidents, topology, sampling, now, evidence, reporter, looksAfter = () => true } = this.#input;
    const mine = oldPrimaries(incidents, topology, this.#memberships).filter(looksAfter);
    const ends = byLastLook(mine, evidence, { source: 'ownProbe', reporter });
    // Beside the sweep, not in its way. Those that it leaves were looked at longest ago: the next one begins with them.
    await mapBounded(ends, Math.max(1, Math.floor(sampling.concurrency / 4)), async (end) => {
      if (now() - this.#startedAtMs >= sampling.everyMs) return;
      const login = await this.#login(end);
      if (login === undefined) return;
      this.#count.add(end, login.ok ? 'reached' : seenIn(login.failure));
      await this.#put(evidenceFromLogin(this.#look(end), login));
    });
  }

  settle(): Promise<void> {
    return this.#wire.settle();
  }

  /** A dead region may take more than one sweep to ask; what a full round saw a moment ago still counts as one. */
  sight(postponed: number): SweepSight {
    const { previousSight: previous, now } = this.#input;
    const goesOn = previous?.complete === true && this.#startedAtMs - previous.atMs <= this.#lifetimeMs;
    const complete = postponed === 0 || goesOn;
    return carrySight(previous, { complete, atMs: now(), regions: this.#count.regions() });
  }

  /** The fresh login decides; without its answer the failed sample votes for nothing. */
  async #follow(primary: LinkEnd, sample: DatabaseSample): Promise<void> {
    const key = databaseKey(primary);
    const links = this.#input.topology.links.filter((link) => databaseKey(link.primary) === key);
    const [login] = await Promise.all([this.#login(primary), ...links.map((link) => this.#askSecondary(link))]);
    if (login !== undefined) this.#count.add(primary, login.ok ? 'reached' : seenIn(login.failure));
    await this.#put(evidenceFromSample(this.#look(primary), sample, login));
  }

  async #askSecondary(link: ReplicationLink): Promise<void> {
    const { path, reporter } = this.#input;
    const key = databaseKey(link.secondary);
    const asking = this.#asked.get(key) ?? this.#ask(link.secondary);
    this.#asked.set(key, asking);
    const answer = await asking;
    if (answer === undefined) return;
    await this.#put(secondaryView(link, answer, { path, reporter, lifetimeMs: this.#lifetimeMs }));
  }

  async #ask(secondary: LinkEnd): Promise<Answer | undefined> {
    try {
      const answer = await this.#input.ports.reader.ask(secondary);
      const { reachable, failure } = answer;
      this.#count.add(secondary, reachable ? 'reached' : failure === undefined ? 'silent' : seenIn(failure));
      return answer;
    } catch (error) {
      this.#input.onTrouble(troubleOf('reader', databaseKey(secondary), error));
      return undefined;
    }
  }

  async #login(end: LinkEnd): Promise<LoginAnswer | undefined> {
    try {
      return await this.#input.ports.probe.probe(end);
    } catch (error) {
      this.#input.onTrouble(troubleOf('probe', databaseKey(end), error));
      return undefined;
    }
  }

  async #put(evidence: Evidence): Promise<void> {
    const stored = await this.#wire.put(evidence);
    if (stored !== undefined) this.#signs.hear(stored, this.#input.now());
  }

  #look(database: LinkEnd): Look {
    const { path, reporter, topology } = this.#input;
    this.#armStatus ??= new Map(topology.databases.map((each) => [databaseKey(each), each.status]));
    const armStatus = this.#armStatus.get(databaseKey(database));
    const look = { source: 'ownProbe' as const, reporter, path, database, lifetimeMs: this.#lifetimeMs };
    return armStatus === undefined ? look : { ...look, armStatus };
  }
}
