import type { Clock } from '../model/types.ts';
import { type Answered, answerSteps } from './answerSteps.ts';
import { azureError, type SqlError } from './azureErrors.ts';
import { PreparedStatements } from './preparedStatements.ts';
import { resolveCall } from './procedureCall.ts';
import { findStatementFault, isSessionSetup, type StatementFault } from './statementFault.ts';
import { writeResetAcknowledgement, writeTransactionChange } from './tds/environmentChange.ts';
import type { ResponseStream } from './tds/responseStream.ts';
import type { ClientRequest, RequestEnd } from './tds/services.ts';
import { DoneStatus, DoneToken, writeDone, writeError, writeReturnHandle, writeReturnStatus } from './tds/tokens.ts';
import type { TransactionRequest } from './tds/transactionRequest.ts';
import type { ExecuteBatch, SqlParameter, SqlSession } from './types.ts';

export interface SessionRequestsOptions {
  session: SqlSession;
  execute: ExecuteBatch;
  clock: Clock;
  tracingId: string;
  clientAddress: string;
  onQuery(): void;
  /** False when the database has changed its role or is gone since the login. */
  stillStands(): boolean;
}

interface Statement {
  text: string;
  parameters: SqlParameter[];
  /** A call's answer ends with a return status; a batch's does not. */
  inProcedure: boolean;
  handle?: number;
}

/** Runs the requests of one session: batches, calls and transactions, under the database's faults. */
export class SessionRequests {
  private readonly options: SessionRequestsOptions;
  private session: SqlSession;
  private readonly prepared = new PreparedStatements();
  private transaction: Buffer | null = null;
  private nextTransaction = 1n;

  constructor(options: SessionRequestsOptions) {
    this.options = options;
    this.session = options.session;
  }

  async handle(request: ClientRequest, response: ResponseStream, signal: AbortSignal): Promise<RequestEnd> {
    const text = request.kind === 'batch' ? request.text : null;
    if (!isSessionSetup(text)) this.options.onQuery();
    if (!this.options.stillStands()) return 'reset';
    if (request.resetConnection) this.resetSession(response);
    const { model, server, database } = this.session;
    const fault = findStatementFault(model.sqlFault(server, database), text);
    if (fault) return this.suffer(fault, request, response, signal);
    if (request.kind === 'transaction') return this.changeTransaction(request.request, response);
    if (request.kind === 'badParameter') return this.refuse(unknownType(request.error), response, true);
    if (request.kind === 'rpc') return this.call(request, response, signal);
    return this.run({ text: request.text, parameters: [], inProcedure: false }, response, signal);
  }

  private async suffer(
    fault: StatementFault,
    request: ClientRequest,
    response: ResponseStream,
    signal: AbortSignal,
  ): Promise<RequestEnd> {
    if (fault.kind === 'error') {
      const { tracingId, clientAddress } = this.options;
      const { server, database, loginName } = this.session;
      const context = { server, database, user: loginName, tracingId, clientAddress };
      return this.refuse(azureError(fault.number, context), response, request.kind === 'rpc');
    }
    if (fault.kind !== 'hang') return fault.kind;
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return 'interrupted';
  }

  private async call(
    request: Extract<ClientRequest, { kind: 'rpc' }>,
    response: ResponseStream,
    signal: AbortSignal,
  ): Promise<RequestEnd> {
    const call = resolveCall(request.call, this.prepared);
    if (call.kind === 'refused') return this.refuse(call.error, response, true);
    if (call.kind === 'run') return this.run({ ...call, inProcedure: true }, response, signal);
    writeReturnStatus(response.tokens, 0);
    if (call.kind === 'prepared') writeReturnHandle(response.tokens, '@handle', call.handle);
    writeDone(response.tokens, DoneToken.doneProc, DoneStatus.final);
    return 'answered';
  }

  private async run(statement: Statement, response: ResponseStream, signal: AbortSignal): Promise<RequestEnd> {
    const { execute, clock } = this.options;
    const { session } = this;
    const { inProcedure, handle } = statement;
    const steps = {
      [Symbol.iterator]: () => execute(statement.text, statement.parameters, session)[Symbol.iterator](),
    };
    const answered = await answerSteps(steps, { response, signal, server: session.server, inProcedure, clock });
    if (answered.interrupted) return 'interrupted';
    if (inProcedure) endProcedure(response, answered, handle);
    return 'answered';
  }

  private refuse(error: SqlError, response: ResponseStream, inProcedure: boolean): RequestEnd {
    const { server } = this.session;
    writeError(response.tokens, { ...error, server });
    if (inProcedure) endProcedure(response, { interrupted: false, errorNumber: error.number }, undefined);
    else writeDone(response.tokens, DoneToken.done, DoneStatus.error);
    return 'answered';
  }

  private changeTransaction(request: TransactionRequest, response: ResponseStream): RequestEnd {
    if (request.kind === 'begin') this.begin(response);
    else if (request.kind !== 'save') this.endTransaction(request, response);
    writeDone(response.tokens, DoneToken.done, DoneStatus.final);
    return 'answered';
  }

  private begin(response: ResponseStream): void {
    this.tellFront('BEGIN TRANSACTION');
    this.transaction = Buffer.alloc(8);
    this.transaction.writeBigUInt64LE(this.nextTransaction++);
    writeTransactionChange(response.tokens, 'begin', this.transaction);
  }

  private endTransaction(
    request: Extract<TransactionRequest, { kind: 'commit' | 'rollback' }>,
    response: ResponseStream,
  ): void {
    // Rolling back to a savepoint leaves the transaction open.
    if (request.kind === 'rollback' && request.savepoint !== '') return;
    this.tellFront(request.kind === 'commit' ? 'COMMIT TRANSACTION' : 'ROLLBACK TRANSACTION');
    if (this.transaction) writeTransactionChange(response.tokens, request.kind, this.transaction);
    this.transaction = null;
    if (request.beginsAnother) this.begin(response);
  }

  /** A transaction of the driver's API is the session's transaction as well: @@TRANCOUNT must know of it. */
  private tellFront(statement: string): void {
    for (const step of this.options.execute(statement, [], this.session)) if (step.kind === 'error') break;
  }

  private resetSession(response: ResponseStream): void {
    this.prepared.clear();
    this.transaction = null;
    // Whatever the T-SQL front remembers of a session, it remembers by this object.
    this.session = { ...this.session };
    writeResetAcknowledgement(response.tokens);
  }
}

function endProcedure(
  response: ResponseStream,
  answered: Extract<Answered, { interrupted: false }>,
  handle: number | undefined,
): void {
  writeReturnStatus(response.tokens, answered.errorNumber ?? 0);
  if (handle !== undefined) writeReturnHandle(response.tokens, '@handle', handle);
  const status = answered.errorNumber === null ? DoneStatus.final : DoneStatus.error;
  writeDone(response.tokens, DoneToken.doneProc, status);
}

function unknownType(error: { ordinal: number; parameterName: string; dataType: number }): SqlError {
  const type = error.dataType.toString(16).toUpperCase().padStart(2, '0');
  const text = `The incoming tabular data stream (TDS) remote procedure call (RPC) protocol stream is incorrect. Parameter ${error.ordinal} ("${error.parameterName}"): Data type 0x${type} is unknown.`;
  return { number: 8009, severity: 16, state: 1, text };
}
