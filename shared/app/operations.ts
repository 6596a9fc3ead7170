import { appendRecords } from '../audit/appendRecords.ts';
import type { AuditRecord } from '../audit/types.ts';
import { applyOperatorCommand, type OperatorAnswer, type OperatorCommand } from '../operations/operator.ts';
import { toOperationView } from '../views/operation.ts';
import { toOperationsView } from '../views/operations.ts';
import { jsonReply, problemReply, type Reply } from '../views/reply.ts';
import { BodyFields } from './bodyFields.ts';
import type { AppContext } from './context.ts';
import { auditFailed, type Log } from './log.ts';
import type { Storage } from './ports.ts';
import { handOnOperation } from './react.ts';
import { type Incoming, readBody } from './requestBody.ts';

/** Operations that are closed and still listed. */
const RECENT_OPERATIONS = 50;
/** Nobody means to lose more than a year. */
const MOST_SECONDS = 366 * 24 * 60 * 60;
const COMMANDS = ['retry', 'giveUp', 'abort'] as const;

/** GET /api/operations and GET /api/operations/{id}. */
export async function readOperations(app: AppContext, id: string | undefined): Promise<Reply> {
  const { operations } = await app.ports.storage();
  if (id === undefined || id === '') {
    const [open, recent] = await Promise.all([operations.open(), operations.recent(RECENT_OPERATIONS)]);
    return jsonReply(200, toOperationsView(open, recent, app.now()));
  }
  const operation = (await operations.load(id))?.value;
  return operation === undefined ? noSuchOperation() : jsonReply(200, toOperationView(operation, app.now()));
}

/**
 * POST /api/operations/{id}: a person's word on an operation that asks, that failed, or that should stop. It is written down, then the
 * operation is left to the queue; a retry is judged again, so no gate is overridden.
 */
export async function commandOperation(
  app: AppContext,
  id: string,
  incoming: Incoming,
  log: Log,
  drive: typeof handOnOperation = handOnOperation,
): Promise<Reply> {
  const read = readBody(incoming, { forms: false });
  if (!read.ok) return read.reply;
  const command = commandOf(new BodyFields(read.fields), incoming.principal, app.now());
  if ('problem' in command) return command.problem;
  const storage = await app.ports.storage();
  const answer = await applyOperatorCommand(storage.operations, id, command);
  if (!answer.done) return refused(answer);
  await record(storage, id, command).catch((error: unknown) => auditFailed(log, `operation ${id}`, error));
  await drive(app, id, log);
  return readOperations(app, id);
}

function commandOf(
  fields: BodyFields,
  principal: string | undefined,
  atMs: number,
): OperatorCommand | { problem: Reply } {
  const what = fields.choice('command', COMMANDS);
  const by = fields.name(principal);
  const comment = fields.comment();
  const allowsLossMs = fields.seconds('allowLossSeconds', MOST_SECONDS);
  if (allowsLossMs !== undefined && what !== undefined && what !== 'retry') {
    fields.refuse('allowLossSeconds', `Expected it with 'retry' only, saw it with '${what}'.`);
  }
  fields.refuseOthers();
  const problem = fields.problem();
  if (problem !== undefined || what === undefined) return { problem: problem ?? noSuchOperation() };
  return { what, by, comment, atMs, ...(allowsLossMs === undefined ? {} : { allowsLossMs }) };
}

function refused(answer: Extract<OperatorAnswer, { done: false }>): Reply {
  if (answer.why === 'missing') return noSuchOperation();
  const title = answer.why === 'changed' ? 'The operation has changed' : 'There is nothing to decide';
  return problemReply(409, title, answer.sentence, { reason: answer.why });
}

async function record(storage: Storage, id: string, command: OperatorCommand): Promise<void> {
  const { what, by, comment, atMs, allowsLossMs } = command;
  const entry: AuditRecord = {
    id: `operator ${id} ${atMs} ${what}`,
    kind: 'operator',
    atMs,
    subject: id,
    sentence: `${by} says ${what}: ${comment}`,
    details: { command: what, by, comment, allowsLossMs: allowsLossMs ?? null },
  };
  await appendRecords(storage.audit, [entry]);
}

function noSuchOperation(): Reply {
  const detail = 'Expected the id of an operation; GET /api/operations lists the open and the recent ones.';
  return problemReply(404, 'No such operation', detail);
}
