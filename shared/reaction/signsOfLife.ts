import type { Evidence, Incident } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import type { Memberships } from './memberships.ts';

/** A region in which something fails lives as long as a few others in it do: more than these need not say so in one round. */
const ENOUGH_FOR_A_REGION = 3;

/**
 * Which good samples are written down. In the healthy steady state none is; where something speaks for an outage, or an incident waits
 * for its end, a sign of life is what holds the automation back, or lets it rest.
 */
export class SignsOfLife {
  readonly #memberships: Memberships;
  readonly #databases = new Set<string>();
  readonly #groups = new Set<string>();
  /** Spoken of as a whole. */
  readonly #regions = new Set<string>();
  /** With a database in it that is spoken of: how many others have said by now that they live. */
  readonly #touched = new Map<string, number>();

  constructor(memberships: Memberships, incidents: readonly Incident[], evidence: readonly Evidence[], nowMs: number) {
    this.#memberships = memberships;
    for (const { group, phase } of incidents) if (phase !== 'over') this.#groups.add(group);
    for (const one of evidence) this.hear(one, nowMs);
  }

  /** What speaks for an outage now makes signs of life wanted. */
  hear({ vote, scope, expiresAtMs }: Evidence, nowMs: number): void {
    if (vote !== 'down' || expiresAtMs < nowMs) return;
    const region = regionName(scope.region);
    if (scope.kind === 'region') {
      this.#regions.add(region);
      return;
    }
    this.#databases.add(databaseKey(scope));
    for (const group of this.#memberships.of(scope)) this.#groups.add(group);
    if (!this.#touched.has(region)) this.#touched.set(region, 0);
  }

  /** Is a sign of life of this database wanted? Asked once for each good sample. */
  wanted(database: DatabaseRef & { region: string }): boolean {
    const region = regionName(database.region);
    if (this.#regions.has(region) || this.#databases.has(databaseKey(database))) return true;
    if (this.#memberships.of(database).some((group) => this.#groups.has(group))) return true;
    const said = this.#touched.get(region);
    if (said === undefined || said >= ENOUGH_FOR_A_REGION) return false;
    this.#touched.set(region, said + 1);
    return true;
  }
}
