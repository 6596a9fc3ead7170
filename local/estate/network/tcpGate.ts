/** A loopback port that leads to another one, as long as the network lets it. */
import { connect, createServer, type Socket } from 'node:net';
import type { Reachability } from '../model/types.ts';
import { listenOnLoopback } from './loopback.ts';

export interface TcpGate {
  port: number;
  close(): Promise<void>;
}

const CONNECTION_LIMIT = 500;

/**
 * For protocols that know nothing of regions. `refused` resets, also what is under way; `silent` swallows what either
 * side says, and leaves that connection silent for good: whoever waits has to dial again.
 * @param to the loopback port behind the gate.
 */
export async function openTcpGate(to: number, reachability: () => Reachability): Promise<TcpGate> {
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    if (reachability() === 'refused') client.resetAndDestroy();
    else pair(client, connect(to, '127.0.0.1'), reachability);
  });
  server.maxConnections = CONNECTION_LIMIT;
  const { port, close } = await listenOnLoopback(server);
  return { port, close: () => close(0) };
}

function pair(client: Socket, service: Socket, reachability: () => Reachability): void {
  let isDead = false;
  // Bytes missing from the middle of a stream would be no outage but damage: what once was silent stays it.
  const path = (): Reachability => {
    const state = reachability();
    isDead ||= state === 'silent';
    return isDead && state === 'open' ? 'silent' : state;
  };
  service.on('error', () => service.destroy());
  pass(client, service, client, path);
  pass(service, client, client, path);
}

function pass(from: Socket, into: Socket, client: Socket, path: () => Reachability): void {
  from.on('data', (chunk) => {
    const state = path();
    if (state === 'refused') client.resetAndDestroy();
    else if (state === 'open' && !into.write(chunk)) {
      from.pause();
      into.once('drain', () => from.resume());
    }
  });
  // A farewell is a packet as well: what is cut off does not hear it.
  from.on('end', () => {
    if (path() === 'open') into.end();
  });
  from.on('close', () => {
    if (from === client || path() === 'open') into.destroy();
  });
}
