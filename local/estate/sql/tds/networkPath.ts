import type { Socket } from 'node:net';

/** What a connection hears from its network path. */
export interface PathEvents {
  onBytes(bytes: Buffer): void;
  /** Once, however the connection ended. */
  onClosed(): void;
}

/**
 * The way between one client and the server: it can be slow (every arriving piece is looked at one round trip later,
 * in order) and it can go silent (nothing passes either way until it thaws, and a close is not noticed, as when packets
 * are dropped between two regions).
 */
export class NetworkPath {
  private readonly socket: Socket;
  private readonly delayMs: () => number;
  private readonly events: PathEvents;
  private arriving: { dueMs: number; bytes: Buffer }[] = [];
  private leaving: { bytes: Buffer; written: (error?: Error | null) => void }[] = [];
  /** Handed to the socket, not yet reported as written. */
  private readonly inFlight = new Set<(error?: Error | null) => void>();
  private timer: NodeJS.Timeout | null = null;
  private frozen = false;
  private resetWhenThawed = false;
  private dead = false;

  constructor(socket: Socket, delayMs: () => number, events: PathEvents) {
    this.socket = socket;
    this.delayMs = delayMs;
    this.events = events;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.arrive(bytes));
    socket.on('error', () => this.die());
    socket.on('close', () => this.die());
  }

  get closed(): boolean {
    return this.dead;
  }

  /** `written` is called when the bytes have left the process: waiting for it is what back-pressure is. */
  write(bytes: Buffer, written: (error?: Error | null) => void): void {
    if (this.dead) written();
    else if (this.frozen) this.leaving.push({ bytes, written });
    else this.hand(bytes, written);
  }

  private hand(bytes: Buffer, written: (error?: Error | null) => void): void {
    this.inFlight.add(written);
    this.socket.write(bytes, () => {
      if (this.inFlight.delete(written)) written();
    });
  }

  /** Packets are dropped from now on. TCP keeps what was sent, so it is held, not lost. */
  freeze(): void {
    if (this.frozen || this.dead) return;
    this.frozen = true;
    this.socket.pause();
  }

  /** The network is whole again: what was held is retransmitted. */
  thaw(): void {
    if (!this.frozen || this.dead) return;
    this.frozen = false;
    if (this.resetWhenThawed) {
      this.reset();
      return;
    }
    for (const { bytes, written } of this.leaving.splice(0)) this.write(bytes, written);
    this.socket.resume();
    this.deliverDue();
  }

  /** Sends what is written, then closes. */
  end(): void {
    if (!this.dead) this.socket.end();
  }

  /** Closes with a TCP reset; the client of a silent path hears of it only when the path is whole again. */
  reset(): void {
    if (this.frozen) this.resetWhenThawed = true;
    else this.destroy();
  }

  /** Ends the connection whatever the network does: the listener is closing. */
  destroy(): void {
    if (this.dead) return;
    this.socket.resetAndDestroy();
    this.die();
  }

  private arrive(bytes: Buffer): void {
    const delay = this.delayMs();
    if (delay <= 0 && this.arriving.length === 0 && !this.frozen) {
      this.events.onBytes(bytes);
      return;
    }
    const last = this.arriving.at(-1)?.dueMs ?? 0;
    this.arriving.push({ bytes, dueMs: Math.max(last, performance.now() + delay) });
    this.schedule();
  }

  private schedule(): void {
    const next = this.arriving[0];
    if (!next || this.timer !== null || this.frozen || this.dead) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.deliverDue();
      },
      Math.max(0, next.dueMs - performance.now()),
    );
  }

  private deliverDue(): void {
    while (!this.frozen && !this.dead) {
      const next = this.arriving[0];
      if (!next || next.dueMs > performance.now()) break;
      this.arriving.shift();
      this.events.onBytes(next.bytes);
    }
    this.schedule();
  }

  private die(): void {
    if (this.dead) return;
    this.dead = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.arriving = [];
    for (const { written } of this.leaving.splice(0)) written();
    // A socket that dies may never report what it had in hand, and Node's TLS over a stream asks in a busy loop until a write has ended
    // (lib/internal/js_stream_socket.js, doShutdown): the process would never end.
    for (const written of this.inFlight) written();
    this.inFlight.clear();
    this.socket.destroy();
    this.events.onClosed();
  }
}
