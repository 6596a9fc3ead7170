import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { Connection, type ConnectionConfiguration } from 'tedious';
import { EncryptionRefused, NotTds, type ServerMessage } from './sqlErrors.ts';
import { startStrictTls } from './strictTls.ts';

/** The first byte of every packet that a TDS server sends: "tabular result" (MS-TDS 2.2.3.1.1). */
const TABULAR_RESULT = 0x04;
/** Of requests outside a transaction; nobody writes into it. The driver's own for each connection keeps 64 KiB of Node's buffer pool from being freed. */
const NO_TRANSACTION = Buffer.alloc(8);

// The guard sits in methods that the driver does not promise to keep. Without them nothing would be guarded, so nothing is opened.
for (const method of [
  'sendPreLogin',
  'sendLogin7Packet',
  'connectOnPort',
  'wrapWithTls',
  'createTokenStreamParser',
] as const) {
  if (typeof Connection.prototype[method] !== 'function') {
    throw new Error(
      `Expected tedious to have ${method}, in which a login in clear text is refused. Pin the version that was tested.`,
    );
  }
}

/**
 * tedious with what it lacks (see docs/decisions/0003): a login never leaves on a connection that is not encrypted; a connection can be
 * abandoned in any phase, and its socket is destroyed; the server's own error numbers are kept; an answer that is not TDS is an error
 * at once instead of a wait; neither an `error` event nor a token that cannot be read ends the process.
 */
export class GuardedConnection extends Connection {
  /** What the server said about the login and the last request. */
  readonly serverMessages: ServerMessage[] = [];
  /** Told once when the connection ends under whoever waits for an answer: abandoned, or closed by the other side. */
  onLost: ((reason: Error) => void) | undefined;
  /** Told of each of the server's messages as it comes. */
  onServerMessage: ((message: ServerMessage) => void) | undefined;
  readonly #abandoned = new AbortController();
  /** The stream whose answers are looked at, and whether the next thing that comes is the beginning of one. */
  #watched: Readable | undefined;
  #expectsAnswer = false;

  constructor(configuration: ConnectionConfiguration) {
    super(configuration);
    this.transactionDescriptors = [NO_TRANSACTION];
    // Every failure reaches its caller by callback; the event is for nobody, and without a listener it would end the process.
    this.on('error', () => {});
    // A connection that ends without an answer and without an error must not be waited for.
    this.on('end', () => this.onLost?.(new Error('the connection was closed')));
    this.on('errorMessage', ({ number, state, message }) => {
      this.serverMessages.push({ number, state, message });
      this.onServerMessage?.({ number, state, message });
    });
  }

  /** Why the connection was abandoned; undefined while it was not. */
  get abandonedFor(): Error | undefined {
    const { aborted, reason } = this.#abandoned.signal;
    return aborted ? (reason as Error) : undefined;
  }

  /** Ends the connection in whatever phase it is. Nothing more is sent, the socket is destroyed. */
  abandon(reason: Error): void {
    this.#abandoned.abort(reason);
    this.onLost?.(reason);
    this.close();
    this.socket?.destroy();
  }

  /** Once logged in: the next thing that comes must be TDS. One listener for all answers, since each of its own costs every statement. */
  expectAnswer(): void {
    this.#expectsAnswer = true;
    const stream = this.#cleartext();
    if (stream === undefined || stream === this.#watched) return;
    this.#watched = stream;
    stream.prependListener('data', (chunk: Buffer) => {
      if (!this.#expectsAnswer) return;
      this.#expectsAnswer = false;
      this.#mustBeTds(chunk);
    });
  }

  // While the encryption is still being settled nobody may listen on: the stream changes hands.
  #expectTds(): void {
    this.#cleartext()?.prependOnceListener('data', (chunk: Buffer) => this.#mustBeTds(chunk));
  }

  #cleartext(): Readable | undefined {
    return this.messageIo?.securePair?.cleartext ?? this.socket;
  }

  #mustBeTds(chunk: Buffer): void {
    if (chunk[0] === TABULAR_RESULT) return;
    const seen = JSON.stringify(chunk.subarray(0, 16).toString('latin1'));
    this.abandon(new NotTds(`bytes that are no TDS packet, beginning with ${seen}`));
  }

  // The driver's deadline covers neither a second connection after a redirect nor the caller's patience.
  override async connectOnPort(
    port: number,
    multiSubnetFailover: boolean,
    signal: AbortSignal,
    connector?: () => Promise<Socket>,
  ): Promise<Socket> {
    const either = AbortSignal.any([signal, this.#abandoned.signal]);
    const socket = await super.connectOnPort(port, multiSubnetFailover, either, connector);
    if (this.#abandoned.signal.aborted) {
      socket.destroy();
      throw this.#abandoned.signal.reason;
    }
    return socket;
  }

  override wrapWithTls(socket: Socket, signal: AbortSignal): Promise<TLSSocket> {
    const { ca } = this.secureContextOptions;
    return startStrictTls(socket, this.config.server, typeof ca === 'string' ? ca : undefined, signal);
  }

  // What the driver cannot parse or does not expect is thrown inside a stream whose errors nobody listens to: an uncaught exception. A request
  // that is paused gets its tokens from outside the stream: nobody here pauses one.
  override createTokenStreamParser(
    ...[message, handler]: Parameters<Connection['createTokenStreamParser']>
  ): ReturnType<Connection['createTokenStreamParser']> {
    const parser = super.createTokenStreamParser(message, handler);
    parser.parser.on('error', ({ message: seen }) => {
      this.abandon(new NotTds(`an answer that cannot be read (${seen})`));
    });
    return parser;
  }

  override sendPreLogin(): void {
    this.#expectTds();
    super.sendPreLogin();
  }

  /** Called for every login, also after a redirect, when the encryption of its connection is settled. */
  override sendLogin7Packet(): void {
    this.#abandoned.signal.throwIfAborted();
    const isEncrypted = this.messageIo.tlsNegotiationComplete || this.socket instanceof TLSSocket;
    if (!isEncrypted) throw new EncryptionRefused();
    this.#expectTds();
    super.sendLogin7Packet();
  }
}
