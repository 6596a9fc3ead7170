import type { Operation } from '../operations/types.ts';
import { toExplainView } from '../views/explanation.ts';
import { toIncidentView } from '../views/incident.ts';
import { toIncidentsView } from '../views/incidents.ts';
import { jsonReply, problemReply, type Reply } from '../views/reply.ts';
import type { AppContext } from './context.ts';
import type { Storage } from './ports.ts';

/** Incidents that are over and still listed. */
const RECENT_INCIDENTS = 50;

/** GET /api/incidents and GET /api/incidents/{id}. */
export async function readIncidents(app: AppContext, id: string | undefined): Promise<Reply> {
  const storage = await app.ports.storage();
  if (id !== undefined && id !== '') return readIncident(app, storage, id);
  const [open, recent] = await Promise.all([storage.incidents.open(), storage.incidents.recent(RECENT_INCIDENTS)]);
  const values = open.map(({ value }) => value);
  return jsonReply(200, toIncidentsView(values, recent, app.now()));
}

async function readIncident(app: AppContext, storage: Storage, id: string): Promise<Reply> {
  const incident = (await storage.incidents.load(id))?.value;
  if (incident === undefined) return noSuchIncident();
  const operation = await operationOf(storage, incident.operationId);
  return jsonReply(200, toIncidentView(incident, operation, app.now()));
}

async function operationOf(storage: Storage, id: string | null): Promise<Operation | undefined> {
  return id === null ? undefined : (await storage.operations.load(id))?.value;
}

/** GET /api/incidents/{id}/explain: why it did, why it did not. */
export async function explainIncident(app: AppContext, id: string | undefined): Promise<Reply> {
  const storage = await app.ports.storage();
  const incident = (await storage.incidents.load(id ?? ''))?.value;
  return incident === undefined ? noSuchIncident() : jsonReply(200, toExplainView(incident, app.now()));
}

function noSuchIncident(): Reply {
  const detail = 'Expected the id of an incident; GET /api/incidents lists the open and the recent ones.';
  return problemReply(404, 'No such incident', detail);
}
