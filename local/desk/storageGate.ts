/** Stands between an app and its tables, and sees when a write was stored: before the app hears of it. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The newest entry of an operation's journal: which move it was. */
export interface StoredMove {
  /** How many entries the journal has got to. */
  entries: number;
  /** `from --event--> to` */
  move: string;
}

/** The app hears nothing of its write until the listener is done. */
export type JournalListener = (stored: StoredMove) => Promise<void>;

export interface StorageGate {
  port: number;
  /** Replaces the one before; undefined ends it. */
  onJournal(listener: JournalListener | undefined): void;
  close(): Promise<void>;
}

const FORWARD_DEADLINE_MS = 30_000;

/** The newest move in the journal of an operation that a request to the table service writes; undefined when it writes none. */
export function storedMove(body: string): StoredMove | undefined {
  try {
    const entity = JSON.parse(body) as Record<string, unknown>;
    if (entity.PartitionKey !== 'operation') return undefined;
    let json = '';
    for (let n = 0; typeof entity[`data${n}`] === 'string'; n += 1) json += String(entity[`data${n}`]);
    const { journal = [] } = JSON.parse(json) as { journal?: Array<{ from: string; event: string; to: string }> };
    const last = journal.at(-1);
    return last && { entries: journal.length, move: `${last.from} --${last.event}--> ${last.to}` };
  } catch {
    // Another table's row, or a batch: no operation is stored so.
    return undefined;
  }
}

/** @param tablePort where Azurite serves tables, on loopback. */
export async function openStorageGate(tablePort: number): Promise<StorageGate> {
  let listener: JournalListener | undefined;
  let seen = 0;
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const answer = await forward(tablePort, incoming, body);
    const stored = isWrite(incoming) && answer.status < 300 ? storedMove(body.toString('utf8')) : undefined;
    if (stored !== undefined && stored.entries > seen) {
      seen = stored.entries;
      await listener?.(stored);
    }
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  };
  const server = createServer((incoming, outgoing) => {
    // Whoever died while it waited is told nothing.
    incoming.on('error', () => {});
    outgoing.on('error', () => {});
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    onJournal(next) {
      listener = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const isWrite = ({ method }: IncomingMessage) => method !== 'GET' && method !== 'DELETE';

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

function forward(port: number, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method = 'GET', url = '/', headers } = incoming;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path: url,
        headers: { ...headers, connection: 'close' },
        timeout: FORWARD_DEADLINE_MS,
      },
      (answer) => {
        bytesOf(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
          reject,
        );
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error('the table service did not answer')));
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
