import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * The port itself, or a free one for 0: an app's own address must be known before it starts, because its messages bear links to it.
 * Another process could take a free port in between; then the app says that it is taken.
 */
export async function knownPort(port: number): Promise<number> {
  if (port !== 0) return port;
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const free = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
  return free;
}
