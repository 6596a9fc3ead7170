import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below what systems give out by themselves (Linux from 32768 on, others from 49152 on): nobody gets such a port by chance before the app
 * listens, or while it is down for a moment.
 */
const LOWEST = 15_000;
const HIGHEST = 30_000;
const MOST_TRIES = 50;

/**
 * The port itself, or a free one for 0: an app's own address must be known before it starts, because its messages bear links to it.
 * @param pick of which one is tried; again while it is taken
 * @throws Error when many ports in a row are taken
 */
export async function knownPort(port: number, pick = () => randomInt(LOWEST, HIGHEST)): Promise<number> {
  if (port !== 0) return port;
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const candidate = pick();
    if (await isFree(candidate)) return candidate;
  }
  throw new Error(`expected a free port from ${LOWEST} to ${HIGHEST}, tried ${MOST_TRIES} that are taken`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
