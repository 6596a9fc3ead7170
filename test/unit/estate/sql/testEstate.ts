/** A small estate with every kind of link, a clock that only the test moves, and a way to run a batch to its end. */
import { createModel } from '../../../../local/estate/model/model.ts';
import type { EstateDefinition, EstateModel, LinkDefinition } from '../../../../local/estate/model/types.ts';
import { executeBatch } from '../../../../local/estate/sql/tsql/execute.ts';
import type { Column, SqlParameter, SqlSession, SqlStep, Value } from '../../../../local/estate/sql/types.ts';

const START_MS = Date.UTC(2026, 10, 22, 9, 30, 0);
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';

const server = (name: string, region: string): EstateDefinition['servers'][number] => ({
  name,
  region,
  subscriptionId: SUBSCRIPTION,
  resourceGroup: 'shop',
  tags: {},
  administrator: { login: 'keeper', password: 'Not-A-Real-Secret-1' },
  connectionPolicy: 'proxy',
});

const database = (name: string, sku: string, commitsPerSecond: number): EstateDefinition['databases'][number] => ({
  name,
  server: 'alpha',
  sku,
  commitsPerSecond,
  tags: {},
});

const link = (name: string, secondaryServer: string, changes: Partial<LinkDefinition> = {}): LinkDefinition => ({
  server: 'alpha',
  database: name,
  secondaryServer,
  secondaryDatabase: name,
  kind: 'GEO',
  secondaryAllowConnections: true,
  shippingDelayMs: 400,
  shippingRate: Number.POSITIVE_INFINITY,
  redoDelayMs: 100,
  seededPercent: 100,
  seedingRate: 10,
  ...changes,
});

const DEFINITION: EstateDefinition = {
  regions: ['westeurope', 'northeurope', 'uksouth'],
  app: { region: 'uksouth', witness: 'none' },
  subscriptions: [{ id: SUBSCRIPTION, name: 'shop', tenantId: '00000000-0000-0000-0000-000000000002' }],
  servers: [server('alpha', 'westeurope'), server('beta', 'northeurope'), server('gamma', 'uksouth')],
  databases: [
    database('Orders', 'GP_Gen5_4', 20),
    database('stock-1', 'S3', 1),
    database('stock-2', 'P2', 3),
    database('arriving', 'GP_Gen5_2', 2),
    database('lonely', 'Basic', 0),
    database('wide', 'HS_Gen5_4', 5),
  ],
  links: [
    link('Orders', 'beta', { secondarySku: 'GP_Gen5_2' }),
    link('Orders', 'gamma', { secondaryAllowConnections: false, shippingDelayMs: 3000 }),
    link('stock-1', 'beta'),
    link('stock-2', 'gamma', { shippingDelayMs: 7000 }),
    link('arriving', 'beta', { seededPercent: 5, seedingRate: 0.01 }),
    link('wide', 'alpha', { kind: 'NAMED', secondaryDatabase: 'wide-replica' }),
  ],
  failoverGroups: [],
};

export interface TestEstate {
  model: EstateModel;
  clock: { nowMs: number };
  session(server: string, database: string, changes?: Partial<SqlSession>): SqlSession;
}

/** Runs for a minute before the test looks, so that there are commits; stock-2 is suspended. */
export function createTestEstate(): TestEstate {
  const clock = { nowMs: START_MS };
  const model = createModel(DEFINITION, { now: () => clock.nowMs });
  clock.nowMs += 60_000;
  model.apply({ kind: 'link', server: 'alpha', database: 'stock-2', secondaryServer: 'gamma', becomes: 'suspended' });
  clock.nowMs += 1_234;
  const session = (serverName: string, databaseName: string, changes: Partial<SqlSession> = {}): SqlSession => ({
    model,
    server: serverName,
    database: databaseName,
    principal: { name: 'keeper', serverPrincipal: true, databaseManager: true },
    applicationName: 'tests',
    hostName: 'desk',
    loginName: 'keeper',
    sessionId: 61,
    ...changes,
  });
  return { model, clock, session };
}

export interface Answer {
  results: { columns: Column[]; rows: Value[][] }[];
  errors: { number: number; message: string; severity: number; state: number }[];
  steps: SqlStep[];
}

const WAIT_LIMIT = 100_000;

/** Runs a batch; waits by moving the clock. Fails when a wait never ends. */
export function run(estate: TestEstate, session: SqlSession, text: string, parameters: SqlParameter[] = []): Answer {
  const answer: Answer = { results: [], errors: [], steps: [] };
  for (const step of executeBatch(text, parameters, session)) {
    answer.steps.push(step);
    if (step.kind === 'resultSet') answer.results.push(step);
    if (step.kind === 'error') answer.errors.push(step);
    if (step.kind !== 'wait') continue;
    for (let polls = 0; step.until() === 'waiting'; polls += 1) {
      if (polls > WAIT_LIMIT) throw new Error(`the wait in «${text}» never ends`);
      estate.clock.nowMs += step.pollMs;
    }
  }
  return answer;
}

const shared = createTestEstate();

/** The rows of one SELECT in alpha/Orders; fails on any error. */
export function select(
  text: string,
  session: SqlSession = shared.session('alpha', 'Orders'),
): Answer['results'][number] {
  const { results, errors } = run(shared, session, text);
  const [result] = results;
  if (errors[0] !== undefined) throw new Error(`«${text}» failed: ${errors[0].number} ${errors[0].message}`);
  if (result === undefined || results.length > 1) throw new Error(`«${text}» gave ${results.length} results`);
  return result;
}

/** The only value of a SELECT of one row and one column. */
export function scalar(expression: string): Value {
  const { rows } = select(`SELECT ${expression} AS v`);
  const [row] = rows;
  if (row === undefined || rows.length > 1 || row.length > 1) throw new Error(`«${expression}» is not one value`);
  return row[0] ?? null;
}

/** A column's type in T-SQL's spelling, with `NOT NULL` when it cannot be NULL. */
export function typeOf(expression: string, from = ''): string {
  const [column] = select(`SELECT ${expression} AS v ${from}`).columns;
  if (column === undefined) throw new Error(`«${expression}» has no column`);
  return spell(column);
}

export function spell({ type, length, precision, scale, nullable }: Column): string {
  const facets =
    length !== undefined
      ? `(${length === -1 ? 'max' : length})`
      : precision !== undefined
        ? `(${precision},${scale})`
        : scale !== undefined
          ? `(${scale})`
          : '';
  return `${type}${facets}${nullable ? '' : ' NOT NULL'}`;
}

/** The number of the first error that a batch ends in; 0 when there is none. */
export function errorOf(text: string, session: SqlSession = shared.session('alpha', 'Orders')): number {
  return run(shared, session, text).errors.at(-1)?.number ?? 0;
}

export function messageOf(text: string, session: SqlSession = shared.session('alpha', 'Orders')): string {
  return run(shared, session, text).errors.at(-1)?.message ?? '';
}
