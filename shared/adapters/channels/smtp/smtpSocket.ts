import { connect, type Socket } from 'node:net';

/**
 * Opens the TCP connection the way every other connection of the process is opened. nodemailer would ask a DNS server by itself, past the
 * system's resolver: private zones' hosts files and the network's own rules would not count.
 * @throws the socket's error; the signal's reason when it is aborted first.
 */
export async function openSmtpSocket(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ host, port });
  const abort = () => socket.destroy(signal.reason instanceof Error ? signal.reason : undefined);
  signal.addEventListener('abort', abort, { once: true });
  socket.once('connect', () => resolve(socket));
  socket.once('error', reject);
  try {
    return await promise;
  } finally {
    socket.off('error', reject);
    signal.removeEventListener('abort', abort);
  }
}
