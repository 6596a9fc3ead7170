/** Azure Monitor's logs: `api.loganalytics.io`, with one workspace for everything. */
import { APP_OBJECT_ID, type TokenAuthority } from '../identity/types.ts';
import type { MetricsSource } from '../metrics/minutes.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import { ArmError, armErrorBody } from '../resourceManager/armError.ts';
import { authenticate } from '../resourceManager/authenticate.ts';
import { KqlError, kqlErrorBody } from './kqlError.ts';
import { parseQuery } from './parseQuery.ts';
import { runQuery } from './runQuery.ts';
import { tableNamed } from './tables.ts';
import { readTimespan } from './timespan.ts';
import type { Table, Value, ValueType } from './tree.ts';

export const LOGS_WORKSPACE = '6b0d7c52-9e14-4f83-a6d5-31c8e07b92fa';

const AUDIENCES = ['https://api.loganalytics.io'];
const PATH = /^\/v1\/workspaces\/([^/]+)\/query$/;
const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  string: 'string',
  number: 'real',
  datetime: 'datetime',
  timespan: 'timespan',
  bool: 'bool',
};

export function createLogs(source: MetricsSource, tokens: TokenAuthority): Site {
  return {
    names: ['api.loganalytics.io'],
    region: 'global',
    handle: async (request) => {
      if (source.model.monitorState().becomes === 'silent') return { silent: true };
      return answer(() => query(request, source, tokens));
    },
  };
}

function query(request: SiteRequest, source: MetricsSource, tokens: TokenAuthority): unknown {
  const { model } = source;
  const { becomes } = model.monitorState();
  const objectId = authenticate(request.headers.authorization, tokens, AUDIENCES);
  if (becomes === 'unavailable') throw new ArmError(503, 'ServiceUnavailable', 'Queries cannot be run at the moment.');
  if (becomes === 'throttled') throw new ArmError(429, 'ThrottledError', 'Too many queries; try again later.');
  const workspace = PATH.exec(request.url.pathname)?.[1];
  if (workspace === undefined || request.method !== 'POST') {
    throw new ArmError(404, 'PathNotFoundError', 'The requested path does not exist');
  }
  if (workspace.toLowerCase() !== LOGS_WORKSPACE) {
    throw new ArmError(404, 'WorkspaceNotFoundError', `Failed to resolve the workspace '${workspace}'.`);
  }
  if (becomes === 'denied' || objectId !== APP_OBJECT_ID) {
    const message = 'The provided credentials have insufficient access to perform the requested operation';
    throw new ArmError(403, 'InsufficientAccessError', message);
  }
  const { text, timespan } = readBody(request.body);
  const nowMs = model.clock.now();
  const span = readTimespan(timespan, nowMs);
  return shape(runQuery(parseQuery(text), (name) => tableNamed(name, source, span), nowMs));
}

function readBody(body: Uint8Array): { text: string; timespan?: string } {
  try {
    const { query: text, timespan } = JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>;
    if (typeof text === 'string') return { text, ...(typeof timespan === 'string' ? { timespan } : {}) };
  } catch {
    // Told below: what is no JSON holds no query either.
  }
  throw new ArmError(400, 'BadArgumentError', 'The body has to be a JSON object with a text in query.');
}

function shape({ columns, rows }: Table): unknown {
  return {
    tables: [
      {
        name: 'PrimaryResult',
        columns: columns.map(({ name, type }) => ({ name, type: TYPE_NAMES[type] })),
        rows: rows.map((row) => columns.map(({ name, type }) => shown(row[name] ?? null, type))),
      },
    ],
  };
}

function shown(value: Value, type: ValueType): Value {
  return type === 'datetime' && typeof value === 'number' ? new Date(value).toISOString() : value;
}

function answer(work: () => unknown): SiteResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  try {
    return { status: 200, headers, body: JSON.stringify(work()) };
  } catch (error) {
    if (error instanceof KqlError) return { status: 400, headers, body: JSON.stringify(kqlErrorBody(error)) };
    if (!(error instanceof ArmError)) throw error;
    return {
      status: error.status,
      headers: { ...headers, ...error.headers },
      body: JSON.stringify(armErrorBody(error)),
    };
  }
}
