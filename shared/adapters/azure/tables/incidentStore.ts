import type { TableClient } from '@azure/data-tables';
import type { IncidentStore } from '../../../outage/ports.ts';
import type { Incident } from '../../../outage/types.ts';
import { asIncident } from './outageShapes.ts';
import type { TableOptions } from './subjectStore.ts';
import { type RowsOf, VersionedRows } from './versionedRows.ts';

const INCIDENTS: RowsOf<Incident> = {
  partition: 'incident',
  kind: 'i',
  what: 'the incident',
  idOf: ({ id }) => id,
  createdAtMs: ({ openedAtMs }) => openedAtMs,
  // One whose end nobody was told of, though they heard of its beginning, still owes a message.
  isOpen: ({ phase, toldAtMs, closedAtMs }) => phase !== 'over' || (toldAtMs !== undefined && closedAtMs === undefined),
  check: asIncident,
};

/** Incidents in the state table. Promises what IncidentStore says; a row that cannot be read is told and left out. */
export function createIncidentStore(client: TableClient, options: TableOptions = {}): IncidentStore {
  const rows = new VersionedRows(client, INCIDENTS, options);
  return {
    load: (id) => rows.load(id),
    open: () => rows.open(),
    recent: (limit) => rows.recent(limit),
    save: (incident) => rows.save(incident),
  };
}
