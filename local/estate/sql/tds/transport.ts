import type { Socket } from 'node:net';
import tls from 'node:tls';
import { NetworkPath } from './networkPath.ts';
import { TlsPipe } from './tlsPipe.ts';

/** The name TDS 8 asks for in the TLS handshake. */
const TDS_8_PROTOCOL = 'tds/8.0';
const TLS_HANDSHAKE_RECORD = 0x16;

/** One certificate for both ways in: TLS inside PRELOGIN is limited to 1.2, TLS first is not. */
export interface ServerCertificate {
  insidePrelogin: tls.SecureContext;
  first: tls.SecureContext;
}

/** `key` and `cert` are PEM texts. */
export function loadCertificate(certificate: { key: string; cert: string }): ServerCertificate {
  const common: tls.SecureContextOptions = { key: certificate.key, cert: certificate.cert, minVersion: 'TLSv1.2' };
  return {
    insidePrelogin: tls.createSecureContext({ ...common, maxVersion: 'TLSv1.2' }),
    first: tls.createSecureContext(common),
  };
}

export interface TransportEvents {
  /** Before anything else: may this client begin with TLS? */
  acceptsTlsFirst(): boolean;
  /** Decrypted bytes, or clear ones before encryption has started. */
  onBytes(bytes: Buffer): void;
  /** A TDS packet in clear where TLS was agreed, with its type. */
  onClearPacket(type: number): void;
  onClosed(): void;
}

/** Bytes to and from one client, encrypted when the protocol has come that far. */
export class Transport {
  readonly path: NetworkPath;
  private readonly certificate: ServerCertificate;
  private readonly events: TransportEvents;
  private pipe: TlsPipe | null = null;
  private secure: tls.TLSSocket | null = null;
  private first = true;

  constructor(socket: Socket, delayMs: () => number, certificate: ServerCertificate, events: TransportEvents) {
    this.certificate = certificate;
    this.events = events;
    this.path = new NetworkPath(socket, delayMs, {
      onBytes: (bytes) => this.arrive(bytes),
      onClosed: () => this.close(),
    });
  }

  get encrypted(): boolean {
    return this.secure !== null;
  }

  /** Resolves when the client has taken the bytes, or is gone. */
  write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.path.closed) {
        resolve();
        return;
      }
      // A socket that dies never calls back; the connection's end releases the writer.
      this.waiting.add(resolve);
      const written = () => {
        this.waiting.delete(resolve);
        resolve();
      };
      if (this.secure) this.secure.write(bytes, written);
      else this.path.write(bytes, written);
    });
  }

  /** Bytes past the encryption, for a server that sends rubbish. */
  writeRaw(bytes: Buffer): void {
    this.path.write(bytes, () => {});
  }

  /** The client's next bytes are a TLS handshake inside PRELOGIN packets. */
  startTlsInsidePrelogin(): void {
    this.start(true, this.certificate.insidePrelogin);
  }

  /** Sends what is written, then closes. */
  async end(): Promise<void> {
    const { secure } = this;
    if (secure) await new Promise<void>((resolve) => this.endSecure(secure, resolve));
    this.path.end();
  }

  private readonly waiting = new Set<() => void>();

  private endSecure(secure: tls.TLSSocket, resolve: () => void): void {
    if (this.path.closed) {
      resolve();
      return;
    }
    this.waiting.add(resolve);
    secure.end(resolve);
  }

  private arrive(bytes: Buffer): void {
    if (this.first) {
      this.first = false;
      if (bytes[0] === TLS_HANDSHAKE_RECORD) {
        if (!this.events.acceptsTlsFirst()) return;
        this.start(false, this.certificate.first);
      }
    }
    if (this.pipe) this.pipe.feed(bytes);
    else this.events.onBytes(bytes);
  }

  private start(wrapped: boolean, secureContext: tls.SecureContext): void {
    const pipe = new TlsPipe({
      wrapped,
      write: (bytes, written) => this.path.write(bytes, written),
      onStranger: (firstByte) => this.events.onClearPacket(firstByte),
    });
    const options: tls.TLSSocketOptions = { isServer: true, secureContext };
    if (!wrapped) options.ALPNProtocols = [TDS_8_PROTOCOL];
    const secure = new tls.TLSSocket(pipe, options);
    secure.on('data', (bytes) => this.events.onBytes(bytes));
    secure.on('error', () => this.path.reset());
    secure.on('close', () => this.path.end());
    this.pipe = pipe;
    this.secure = secure;
  }

  private close(): void {
    for (const release of this.waiting) release();
    this.waiting.clear();
    this.secure?.destroy();
    this.pipe?.destroy();
    this.events.onClosed();
  }
}
