import { skipAllHeaders } from './allHeaders.ts';
import { ByteReader } from './byteReader.ts';
import { PacketType } from './packet.ts';
import type { IncomingMessage } from './packetReader.ts';
import { TdsProtocolError } from './protocolError.ts';
import type { ResponseStream } from './responseStream.ts';
import { parseRpcRequest, RpcParameterError } from './rpcRequest.ts';
import type { ClientRequest, RequestEnd, RequestHandler } from './services.ts';
import { DoneStatus, DoneToken, writeDone } from './tokens.ts';
import { parseTransactionRequest } from './transactionRequest.ts';

export interface RequestLoopOptions {
  serve: RequestHandler;
  respond(): ResponseStream;
  reset(): void;
  sendGarbage(): void;
}

/**
 * Requests of one session, one at a time, and the attention that interrupts them. As SQL Server, an interrupted answer
 * is closed first, and the acknowledgement is a message of its own.
 */
export class RequestLoop {
  private readonly options: RequestLoopOptions;
  private running: AbortController | null = null;
  /** The server has fallen silent: nothing is answered any more, attention neither. */
  private silent = false;

  constructor(options: RequestLoopOptions) {
    this.options = options;
  }

  /** @throws TdsProtocolError for a message that is no request, or one sent while another is running (no MARS) */
  receive(message: IncomingMessage): void {
    if (this.silent) return;
    if (message.type === PacketType.attention) {
      this.attend();
      return;
    }
    if (this.running) throw new TdsProtocolError('expected no request before the last one is answered');
    if (message.ignored) {
      void this.acknowledge(DoneStatus.final);
      return;
    }
    const controller = new AbortController();
    const request = parseRequest(message);
    this.running = controller;
    // A handler that fails has left an answer half-written: the only honest end is that of the connection.
    this.run(request, controller).catch(() => this.options.reset());
  }

  /** The connection is gone: whatever runs must stop. */
  close(): void {
    this.running?.abort();
  }

  private attend(): void {
    if (this.running) this.running.abort();
    else void this.acknowledge(DoneStatus.attention);
  }

  private async run(request: ClientRequest, controller: AbortController): Promise<void> {
    const response = this.options.respond();
    const end = await this.options.serve(request, response, controller.signal);
    await this.finish(end, response, controller);
  }

  private async finish(end: RequestEnd, response: ResponseStream, controller: AbortController): Promise<void> {
    if (end === 'reset') {
      this.options.reset();
      return;
    }
    if (end === 'garbage') {
      this.options.sendGarbage();
      return;
    }
    if (end === 'silence') {
      this.silent = true;
      return;
    }
    if (end === 'interrupted') writeDone(response.tokens, DoneToken.done, DoneStatus.error);
    // The client may have read the answer, and asked again, before the socket reports it as written.
    const attended = controller.signal.aborted;
    this.running = null;
    const writing = [response.end()];
    if (attended) writing.push(this.acknowledge(DoneStatus.attention));
    await Promise.all(writing);
  }

  private async acknowledge(status: number): Promise<void> {
    const response = this.options.respond();
    writeDone(response.tokens, DoneToken.done, status);
    await response.end();
  }
}

function parseRequest(message: IncomingMessage): ClientRequest {
  const { payload, resetConnection } = message;
  switch (message.type) {
    case PacketType.sqlBatch: {
      const reader = new ByteReader(payload);
      skipAllHeaders(reader);
      return { kind: 'batch', resetConnection, text: reader.utf16(Math.floor(reader.remaining / 2)) };
    }
    case PacketType.rpc:
      return parseCall(payload, resetConnection);
    case PacketType.transactionManager:
      return { kind: 'transaction', resetConnection, request: parseTransactionRequest(payload) };
    default:
      throw new TdsProtocolError(`expected a batch, a call or a transaction request, saw type ${message.type}`);
  }
}

function parseCall(payload: Buffer, resetConnection: boolean): ClientRequest {
  try {
    return { kind: 'rpc', resetConnection, call: parseRpcRequest(payload) };
  } catch (error) {
    if (error instanceof RpcParameterError) return { kind: 'badParameter', resetConnection, error };
    throw error;
  }
}
