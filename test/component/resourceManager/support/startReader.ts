/** Starts reader.ts as the local host starts the app: Azure's names led to the estate, the estate's authority trusted. */
import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Estate, Vantage } from '../../../../local/estate/types.ts';
import type { Scope } from '../../../../shared/config/types.ts';
import type {
  CallAnswer,
  DatabaseReader,
  FailoverCalls,
  FoundLink,
  PollAnswer,
} from '../../../../shared/operations/ports.ts';
import type { Discovery } from '../../../../shared/topology/discover.ts';
import type { ReplicationLink, Topology } from '../../../../shared/topology/types.ts';

export type ReaderOrder =
  | { kind: 'discover'; scopes: Scope[]; previous?: Topology | undefined }
  | { kind: 'token'; audience: 'sql' | 'resourceManager' }
  | { kind: 'findLink'; link: ReplicationLink }
  | { kind: 'start'; link: ReplicationLink; linkId: string; mode: 'planned' | 'forced' }
  | { kind: 'poll'; pollUrl: string }
  | { kind: 'ask'; database: Parameters<DatabaseReader['ask']>[0] };

export type ReaderAnswer =
  | { kind: 'discovery'; discovery: Discovery }
  | { kind: 'token'; token: string }
  | { kind: 'found'; found: FoundLink | undefined }
  | { kind: 'called'; answer: CallAnswer }
  | { kind: 'polled'; answer: PollAnswer }
  | { kind: 'asked'; answer: DatabaseAnswer }
  | { kind: 'failure'; name: string; message: string };

export type DatabaseAnswer = Awaited<ReturnType<DatabaseReader['ask']>>;

export interface Reader {
  calls: FailoverCalls;
  databases: DatabaseReader;
  discover(scopes: Scope[], previous?: Topology): Promise<Discovery>;
  token(audience: 'sql' | 'resourceManager'): Promise<string>;
  /** Everything printed so far, both streams. */
  printed(): string;
  stop(): Promise<void>;
}

const PRELOAD = new URL('../../../../local/host/preload.ts', import.meta.url).href;
const READER = new URL('./reader.ts', import.meta.url).pathname;
const LONGEST_ANSWER_MS = 30_000;

export async function startReader(
  estate: Estate,
  vantage: Vantage,
  folder: string,
  settings: Record<string, string> = {},
): Promise<Reader> {
  const names = join(folder, 'names.json');
  await writeFile(names, JSON.stringify(vantage.names));
  const child = fork(READER, [], {
    execArgv: ['--import', PRELOAD],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      LOCAL_NAME_MAP: names,
      NODE_EXTRA_CA_CERTS: estate.certificateAuthorityFile,
      READER_TIMEOUT_MS: '4000',
      ...vantage.environment,
      ...settings,
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  return {
    calls: {
      findLink: async (link) => expected(await ask(child, { kind: 'findLink', link }), 'found').found,
      start: async (link, linkId, mode) =>
        expected(await ask(child, { kind: 'start', link, linkId, mode }), 'called').answer,
      poll: async (pollUrl) => expected(await ask(child, { kind: 'poll', pollUrl }), 'polled').answer,
    },
    databases: { ask: async (database) => expected(await ask(child, { kind: 'ask', database }), 'asked').answer },
    discover: async (scopes, previous) => {
      const answer = await ask(child, { kind: 'discover', scopes, previous });
      if (answer.kind !== 'discovery') throw new Error(`expected a discovery; saw ${JSON.stringify(answer)}`);
      return answer.discovery;
    },
    token: async (audience) => {
      const answer = await ask(child, { kind: 'token', audience });
      if (answer.kind !== 'token')
        throw new Error(answer.kind === 'failure' ? `${answer.name}: ${answer.message}` : '');
      return answer.token;
    },
    printed: () => printed,
    stop: () => stop(child),
  };
}

function expected<Kind extends ReaderAnswer['kind']>(
  answer: ReaderAnswer,
  kind: Kind,
): Extract<ReaderAnswer, { kind: Kind }> {
  if (answer.kind === kind) return answer as Extract<ReaderAnswer, { kind: Kind }>;
  throw new Error(`expected ${kind}; saw ${JSON.stringify(answer)}`);
}

/** One order at a time: the next answer belongs to it. */
function ask(child: ChildProcess, order: ReaderOrder): Promise<ReaderAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ReaderAnswer>();
  const timer = setTimeout(
    () => reject(new Error(`no answer to ${order.kind} in ${LONGEST_ANSWER_MS} ms`)),
    LONGEST_ANSWER_MS,
  );
  const onExit = (code: number | null): void => reject(new Error(`the reader ended with ${code}`));
  const onMessage = (answer: ReaderAnswer): void => resolve(answer);
  child.once('message', onMessage);
  child.once('exit', onExit);
  child.send(order);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('message', onMessage);
    child.off('exit', onExit);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await ended;
}
