/** Stands between an app and its tables, and sees when a write was stored: before the app hears of it. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Called with the number of entries that a journal has got to; the app hears nothing until it is done. */
export type JournalListener = (entries: number) => Promise<void>;

export interface StorageGate {
  port: number;
  /** Replaces the one before; undefined ends it. */
  onJournal(listener: JournalListener | undefined): void;
  close(): Promise<void>;
}

/** The journal lies in a row of this partition, as JSON in a text of the request's own JSON. */
const OPERATION_ROW = /"PartitionKey":"operation"/;
const ENTRY = /sequence\\+":/g;
const FORWARD_DEADLINE_MS = 30_000;

/** How many journal entries of an operation a request to the table service writes; 0 when it writes none. */
export function journalEntries(body: string): number {
  return OPERATION_ROW.test(body) ? (body.match(ENTRY) ?? []).length : 0;
}

/** @param tablePort where Azurite serves tables, on loopback. */
export async function openStorageGate(tablePort: number): Promise<StorageGate> {
  let listener: JournalListener | undefined;
  let seen = 0;
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const answer = await forward(tablePort, incoming, body);
    const entries = isWrite(incoming) && answer.status < 300 ? journalEntries(body.toString('utf8')) : 0;
    if (entries > seen) {
      seen = entries;
      await listener?.(entries);
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
