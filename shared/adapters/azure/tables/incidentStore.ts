import type { TableClient } from '@azure/data-tables';
import { OUTAGE_SHARD } from '../../../alerting/ports.ts';
import type { OutboxEntry } from '../../../alerting/types.ts';
import type { IncidentStore } from '../../../outage/ports.ts';
import type { Incident } from '../../../outage/types.ts';
import type { EndedRecords, Versioned } from '../../../replication/ports.ts';
import { asIncident } from './outageShapes.ts';
import { distinctEntries, entriesNotStored } from './outboxRows.ts';
import { StateTable } from './stateTable.ts';
import type { TableOptions } from './subjectStore.ts';
import { insertEntry } from './transaction.ts';
import { type RowsOf, VersionedRows } from './versionedRows.ts';

const INCIDENTS: RowsOf<Incident> = {
  partition: OUTAGE_SHARD,
  kind: 'i',
  what: 'the incident',
  idOf: ({ id }) => id,
  createdAtMs: ({ openedAtMs }) => openedAtMs,
  // One whose end nobody was told of, though they heard of its beginning, still owes a message.
  isOpen: ({ phase, toldAtMs, closedAtMs }) => phase !== 'over' || (toldAtMs !== undefined && closedAtMs === undefined),
  endedAtMs: ({ openedAtMs, overAtMs, closedAtMs }) => Math.max(openedAtMs, overAtMs ?? 0, closedAtMs ?? 0),
  check: asIncident,
};

/** Of a save whose outbox rows exist: again without them. */
const TRIES = 3;

/** Incidents in the state table. Promises what IncidentStore says; a row that cannot be read is told and left out. */
export function createIncidentStore(client: TableClient, options: TableOptions = {}): IncidentStore & EndedRecords {
  const rows = new VersionedRows(client, INCIDENTS, options);
  const table = new StateTable(client);
  return {
    load: (id) => rows.load(id),
    open: () => rows.open(),
    recent: (limit) => rows.recent(limit),
    removeEnded: (beforeMs, limit) => rows.removeEnded(beforeMs, limit),
    save: (incident, outbox = []) => saveBoth(rows, table, incident, outbox),
  };
}

/** An entry that is there already was told of: only the others are written with the incident. */
async function saveBoth(
  rows: VersionedRows<Incident>,
  table: StateTable,
  incident: Versioned<Incident>,
  outbox: readonly OutboxEntry[],
): Promise<string | undefined> {
  const astray = outbox.find(({ shard }) => shard !== OUTAGE_SHARD);
  if (astray !== undefined) {
    throw new RangeError(
      `Expected outbox entries of the partition ${OUTAGE_SHARD}, which they share with their incident, saw ${astray.shard}.`,
    );
  }
  let entries = distinctEntries(outbox);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const beside = entries.map((entry) => insertEntry(OUTAGE_SHARD, entry));
    const version = await rows.save(incident, beside);
    if (version !== undefined || beside.length === 0) return version;
    if ((await rows.versionOf(incident.value.id)) !== incident.version) return undefined;
    entries = await entriesNotStored(table, OUTAGE_SHARD, entries);
  }
  return undefined;
}
