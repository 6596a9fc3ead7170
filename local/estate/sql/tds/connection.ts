import type { Socket } from 'node:net';
import { parseFedAuthToken, writeFedAuthInfo } from './fedAuth.ts';
import { GARBAGE } from './garbage.ts';
import { type Login7, parseLogin7, TDS_7_4, TDS_8_0 } from './login7.ts';
import { negotiatePacketSize, writeAcceptance, writeRefusal } from './loginAnswer.ts';
import { DEFAULT_PACKET_SIZE, encodePackets, PacketType } from './packet.ts';
import { type IncomingMessage, PacketReader } from './packetReader.ts';
import { encodePrelogin, encryptionAnswer, parsePrelogin } from './prelogin.ts';
import { TdsProtocolError } from './protocolError.ts';
import { RequestLoop } from './requestLoop.ts';
import { ResponseStream } from './responseStream.ts';
import type { LoginOutcome, TdsServices } from './services.ts';
import { Transport } from './transport.ts';

type Phase = 'prelogin' | 'login' | 'fedAuth' | 'judging' | 'session' | 'ended';

export interface ConnectionOptions {
  /** Logical server name, as messages bear it. */
  server: string;
  sessionId: number;
  delayMs: () => number;
  onClosed: () => void;
}

/** How many bytes of a login answer arrive before a stalled one stops: inside the first token. */
const STALL_AFTER_BYTES = 12;

/** One client's connection, from the first byte to the last: PRELOGIN, TLS, LOGIN7, then requests. */
export class TdsConnection {
  private readonly services: TdsServices;
  private readonly options: ConnectionOptions;
  private readonly transport: Transport;
  private readonly packets = new PacketReader();
  private readonly clientAddress: string;
  private phase: Phase = 'prelogin';
  private conduct: ReturnType<TdsServices['onFirstBytes']> | null = null;
  private waitingLogin: Login7 | null = null;
  private requests: RequestLoop | null = null;
  private packetSize = DEFAULT_PACKET_SIZE;

  constructor(socket: Socket, services: TdsServices, options: ConnectionOptions) {
    this.services = services;
    this.options = options;
    this.clientAddress = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    this.transport = new Transport(socket, options.delayMs, services.certificate, {
      acceptsTlsFirst: () => this.conductNow() === 'answer' || this.refuseTlsFirst(),
      onBytes: (bytes) => this.receive(bytes),
      onClearPacket: (type) => this.receiveClearPacket(type),
      onClosed: () => this.close(),
    });
  }

  /** Drops packets both ways from now on. */
  freeze(): void {
    this.transport.path.freeze();
  }

  thaw(): void {
    this.transport.path.thaw();
  }

  /** Closes with a TCP reset, which does not pass a frozen path before it thaws. */
  reset(): void {
    this.transport.path.reset();
  }

  /** Ends the connection whatever the network does. */
  destroy(): void {
    this.transport.path.destroy();
  }

  private conductNow(): ReturnType<TdsServices['onFirstBytes']> {
    this.conduct ??= this.services.onFirstBytes();
    return this.conduct;
  }

  private refuseTlsFirst(): false {
    const conduct = this.conductNow();
    if (conduct === 'garbage') this.sendGarbage();
    // A server without encryption has no TLS to begin with.
    else if (conduct === 'declineEncryption') this.reset();
    return false;
  }

  private receive(bytes: Buffer): void {
    const conduct = this.conductNow();
    if (conduct === 'silence' || this.phase === 'ended') return;
    if (conduct === 'garbage') {
      this.sendGarbage();
      return;
    }
    const cameInClear = !this.transport.encrypted;
    try {
      for (const message of this.packets.push(bytes)) {
        // A client that does not wait for the encryption it asked for has sent the rest in clear.
        if (cameInClear && this.transport.encrypted) this.receiveClearPacket(message.type);
        else this.dispatch(message);
      }
    } catch (error) {
      if (!(error instanceof TdsProtocolError)) throw error;
      this.reset();
    }
  }

  private dispatch(message: IncomingMessage): void {
    if (this.phase === 'ended') return;
    if (message.type === PacketType.prelogin && this.phase === 'prelogin') {
      this.answerPrelogin(message.payload);
      return;
    }
    if (message.type === PacketType.login7 && this.phase === 'login') {
      this.receiveLogin(message.payload);
      return;
    }
    if (message.type === PacketType.fedAuthToken && this.phase === 'fedAuth') {
      this.receiveFedAuthToken(message.payload);
      return;
    }
    if (this.phase === 'session' && this.requests) {
      this.requests.receive(message);
      return;
    }
    if (message.type === PacketType.login7) this.receiveClearPacket(message.type);
    throw new TdsProtocolError(`expected a message of phase ${this.phase}, saw type ${message.type}`);
  }

  private answerPrelogin(payload: Buffer): void {
    const request = parsePrelogin(payload);
    const encryption = encryptionAnswer(request.encryption, this.conduct === 'declineEncryption');
    const answer = encodePrelogin({ encryption, fedAuthRequired: request.fedAuthRequired });
    const shape = { type: PacketType.tabularResult, packetSize: DEFAULT_PACKET_SIZE, sessionId: 0 };
    this.phase = 'login';
    void this.transport.write(encodePackets(answer, shape));
    if (!this.transport.encrypted && this.conduct !== 'declineEncryption') this.transport.startTlsInsidePrelogin();
  }

  /** Azure answers a client that skips the encryption by closing; the loss of its credentials is counted. */
  private receiveClearPacket(type: number): void {
    if (type === PacketType.login7) this.services.onClearTextLogin();
    this.reset();
  }

  private receiveLogin(payload: Buffer): void {
    if (!this.transport.encrypted) this.services.onClearTextLogin();
    const login = parseLogin7(payload);
    // Older versions lack the types and tokens that every answer here uses.
    if (login.tdsVersion !== TDS_8_0 && login.tdsVersion < TDS_7_4) {
      throw new TdsProtocolError(`expected TDS 7.4 or 8.0, saw version 0x${login.tdsVersion.toString(16)}`);
    }
    if (login.fedAuth?.flow !== 'adal') {
      this.judge(login);
      return;
    }
    this.phase = 'fedAuth';
    this.waitingLogin = login;
    const response = this.respond();
    writeFedAuthInfo(response.tokens, this.services.fedAuthEndpoint);
    void response.end();
  }

  private receiveFedAuthToken(payload: Buffer): void {
    const login = this.waitingLogin;
    if (!login?.fedAuth) throw new TdsProtocolError('expected a LOGIN7 before a token');
    login.fedAuth.token = parseFedAuthToken(payload);
    this.judge(login);
  }

  private judge(login: Login7): void {
    this.phase = 'judging';
    const client = { address: this.clientAddress, sessionId: this.options.sessionId };
    const outcome = this.services.onLogin(login, client);
    if (outcome.kind === 'silence') return;
    if (outcome.kind === 'garbage') {
      this.sendGarbage();
      return;
    }
    if (outcome.kind === 'stalled') {
      this.stall(login, outcome.database);
      return;
    }
    this.services.onLoginCompleted();
    this.answerLogin(login, outcome);
  }

  private answerLogin(
    login: Login7,
    outcome: Exclude<LoginOutcome, { kind: 'silence' | 'garbage' | 'stalled' }>,
  ): void {
    const response = this.respond();
    const { server } = this.options;
    if (outcome.kind === 'refused') {
      writeRefusal(response.tokens, outcome.messages);
    } else if (outcome.kind === 'routed') {
      const { host, port } = outcome;
      writeAcceptance(response.tokens, { login, server, database: login.database || 'master', route: { host, port } });
    } else {
      writeAcceptance(response.tokens, { login, server, database: outcome.database });
      this.packetSize = negotiatePacketSize(login.packetSize);
      this.requests = new RequestLoop({
        serve: outcome.serve,
        respond: () => this.respond(),
        reset: () => this.reset(),
        sendGarbage: () => this.sendGarbage(),
      });
    }
    const stays = outcome.kind === 'accepted';
    this.phase = stays ? 'session' : 'ended';
    void response.end().then(() => (stays ? undefined : this.transport.end()));
  }

  private stall(login: Login7, database: string): void {
    const response = this.respond();
    writeAcceptance(response.tokens, { login, server: this.options.server, database });
    const answer = encodePackets(response.tokens.toBuffer(), {
      type: PacketType.tabularResult,
      packetSize: DEFAULT_PACKET_SIZE,
      sessionId: this.options.sessionId,
    });
    void this.transport.write(answer.subarray(0, STALL_AFTER_BYTES));
  }

  private respond(): ResponseStream {
    return new ResponseStream((bytes) => this.transport.write(bytes), this.packetSize, this.options.sessionId);
  }

  private sendGarbage(): void {
    this.phase = 'ended';
    if (this.transport.encrypted) void this.transport.write(GARBAGE);
    else this.transport.writeRaw(GARBAGE);
  }

  private close(): void {
    this.phase = 'ended';
    this.requests?.close();
    this.options.onClosed();
  }
}
