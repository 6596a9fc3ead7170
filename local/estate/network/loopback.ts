/** Listening on a free loopback port, and closing without waiting for clients that keep their connections. */
import type { AddressInfo, Server, Socket } from 'node:net';

interface LoopbackListener {
  port: number;
  /** Stops listening, lets what is under way end for `graceMs`, then cuts what is left. Never throws; twice is fine. */
  close(graceMs?: number): Promise<void>;
}

const BACKLOG = 511;
const DEFAULT_GRACE_MS = 200;

/**
 * Listens on 127.0.0.1 at a port the system picks. Works for plain, HTTP and TLS servers alike: it is the raw
 * sockets that are cut in the end, also those that never finished a handshake.
 * @throws what `listen` reports.
 */
export async function listenOnLoopback(server: Server): Promise<LoopbackListener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
  return { port, close: (graceMs = DEFAULT_GRACE_MS) => closeWithin(server, sockets, graceMs) };
}

async function closeWithin(server: Server, sockets: Set<Socket>, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, graceMs);
  await closed;
  clearTimeout(cut);
}
