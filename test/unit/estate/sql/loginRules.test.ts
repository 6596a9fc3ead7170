import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APP_OBJECT_ID, type TokenAuthority } from '../../../../local/estate/identity/types.ts';
import type {
  DatabaseState,
  EstateModel,
  LinkView,
  ServerState,
  SqlFault,
} from '../../../../local/estate/model/types.ts';
import { judgeLogin, type LoginCase, type LoginVerdict } from '../../../../local/estate/sql/loginRules.ts';
import type { Login7 } from '../../../../local/estate/sql/tds/login7.ts';

const WORKER = { host: 'node7.worker.database.windows.net', port: 11_007 };

interface World {
  databases?: Partial<DatabaseState>[];
  links?: Partial<LinkView>[];
  fault?: SqlFault | null;
  hasRights?: boolean;
  isAdministrator?: boolean;
  server?: Partial<ServerState>;
  login?: Partial<Login7>;
  token?: { valid: true; objectId: string } | { valid: false; reason: string };
  worker?: typeof WORKER;
  isWorker?: boolean;
}

/** Only what the rules look at; anything else would be undefined and fail the test. */
function loginCase(world: World): LoginCase {
  const databases = world.databases ?? [{ name: 'orders', server: 'shop-we', availability: 'Online', role: 'PRIMARY' }];
  const model: Partial<EstateModel> = {
    database: (_server, name) =>
      databases.find((one) => one.name?.toLowerCase() === name.toLowerCase()) as DatabaseState,
    linkViews: () => (world.links ?? []) as LinkView[],
    sqlFault: () => world.fault ?? null,
    hasRights: () => world.hasRights ?? true,
    isAdministrator: () => world.isAdministrator ?? false,
  };
  const server: Partial<ServerState> = {
    name: 'shop-we',
    firewallOpen: true,
    connectionPolicy: 'proxy',
    administrator: { login: 'keeper', password: 'right' },
    ...world.server,
  };
  const login: Partial<Login7> = {
    serverName: 'shop-we.database.windows.net',
    userName: 'keeper',
    password: 'right',
    database: 'orders',
    integratedSecurity: false,
    ...world.login,
  };
  const tokens: Partial<TokenAuthority> = { verify: () => world.token ?? { valid: false, reason: 'none' } };
  return {
    model: model as EstateModel,
    server: server as ServerState,
    login: login as Login7,
    tokens: tokens as TokenAuthority,
    clientAddress: '203.0.113.7',
    tracingId: '0e984725-c51c-4bf4-9960-e1c80e27aba0',
    isWorker: world.isWorker ?? false,
    ...(world.worker ? { worker: world.worker } : {}),
  };
}

const judge = (world: World = {}): LoginVerdict => judgeLogin(loginCase(world));
const numbers = (verdict: LoginVerdict) =>
  verdict.kind === 'refused' ? verdict.errors.map(({ number }) => number) : verdict.kind;
const withToken = (flow: 'securityToken' | 'adal' = 'securityToken'): Partial<Login7> => ({
  userName: '',
  password: '',
  fedAuth: { flow, token: 'token' },
});
const validFor = (objectId: string) => ({ valid: true as const, objectId });

test('the administrator is let in as server principal', () => {
  assert.deepEqual(judge(), {
    kind: 'accepted',
    database: 'orders',
    loginName: 'keeper',
    principal: { name: 'keeper', serverPrincipal: true, databaseManager: true },
  });
});

test('the layers are asked in their order: name, firewall, fault, database, credentials, access', () => {
  const wrong: World = {
    login: { serverName: 'elsewhere', password: 'wrong', database: 'nothing' },
    server: { firewallOpen: false },
    fault: { kind: 'error', number: 40501 },
  };
  assert.deepEqual(numbers(judge(wrong)), [40532]);
  const named: World = { ...wrong, login: { password: 'wrong', database: 'nothing' } };
  assert.deepEqual(numbers(judge(named)), [40615]);
  const passed: World = { ...named, server: {} };
  assert.deepEqual(numbers(judge(passed)), [40501]);
  const healthy: World = { ...passed, fault: null };
  assert.deepEqual(numbers(judge(healthy)), [18456]);
  assert.deepEqual(numbers(judge({ login: { database: 'nothing' } })), [4060, 18456]);
});

test('a server that cannot be told is 40531', () => {
  assert.deepEqual(numbers(judge({ login: { serverName: '127.0.0.1' } })), [40531]);
  assert.deepEqual(numbers(judge({ login: { userName: 'keeper@shop-ne' } })), [40531]);
});

test('a worker does not ask for the name of the server', () => {
  assert.equal(judge({ isWorker: true, login: { serverName: WORKER.host } }).kind, 'accepted');
});

test('wrong password, unknown user and Windows login have states and numbers of their own', () => {
  const refusal = (login: Partial<Login7>) => {
    const verdict = judge({ login });
    return verdict.kind === 'refused' ? verdict.errors.map(({ number, state }) => [number, state]) : verdict.kind;
  };
  assert.deepEqual(refusal({ password: 'RIGHT' }), [[18456, 8]]);
  assert.deepEqual(refusal({ userName: 'stranger' }), [[18456, 5]]);
  assert.deepEqual(refusal({ userName: '' }), [[18456, 5]]);
  assert.deepEqual(refusal({ integratedSecurity: true }), [[40607, 1]]);
});

test('the app is let in by its token while it has rights', () => {
  const world: World = { login: withToken(), token: validFor(APP_OBJECT_ID) };
  const verdict = judge(world);
  assert.deepEqual(verdict.kind === 'accepted' && verdict.principal, {
    name: APP_OBJECT_ID,
    serverPrincipal: false,
    databaseManager: true,
  });
  assert.equal(judge({ ...world, login: withToken('adal') }).kind, 'accepted');
  assert.deepEqual(numbers(judge({ ...world, hasRights: false })), [18456]);
  const administrator = judge({ ...world, isAdministrator: true, hasRights: false });
  assert.equal(administrator.kind === 'accepted' && administrator.principal.serverPrincipal, true);
});

test("the Entra administrator needs no rights in the database, others' tokens are refused", () => {
  const server = { entraAdministrator: 'the-admin' };
  const verdict = judge({ login: withToken(), token: validFor('the-admin'), hasRights: false, server });
  assert.equal(verdict.kind === 'accepted' && verdict.principal.serverPrincipal, true);
  assert.deepEqual(numbers(judge({ login: withToken(), token: validFor('somebody'), server })), [18456]);
  assert.deepEqual(numbers(judge({ login: withToken(), token: { valid: false, reason: 'expired' }, server })), [18456]);
});

test('a server without Entra administrator does not take an empty object id for one', () => {
  assert.deepEqual(numbers(judge({ login: withToken(), token: validFor('') })), [18456]);
});

test('a token is checked for the audience of Azure SQL', () => {
  const world = loginCase({ login: withToken() });
  const asked: string[][] = [];
  const tokens: TokenAuthority = {
    issue: () => '',
    verify: (_token, audiences) => {
      asked.push(audiences);
      return { valid: false, reason: 'no' };
    },
  };
  judgeLogin({ ...world, tokens });
  assert.deepEqual(asked, [['https://database.windows.net']]);
});

test('a refused token names no user', () => {
  const verdict = judge({ login: { ...withToken(), userName: 'me' } });
  assert.equal(
    verdict.kind === 'refused' && verdict.errors[0]?.text,
    "Login failed for user '<token-identified principal>'.",
  );
});

test('unavailable and paused databases are 40613, only the paused one resumes', () => {
  const at = (availability: DatabaseState['availability']) =>
    judge({ databases: [{ name: 'orders', server: 'shop-we', availability, role: 'PRIMARY' }] });
  assert.deepEqual([numbers(at('Unavailable')), numbers(at('Paused'))], [[40613], [40613]]);
  const resumes = (verdict: LoginVerdict) => verdict.kind === 'refused' && verdict.resumes === true;
  assert.deepEqual([resumes(at('Unavailable')), resumes(at('Paused'))], [false, true]);
  assert.equal(at('Scaling').kind, 'accepted');
});

test('master needs no database of its own, and is the default', () => {
  for (const database of ['master', 'MASTER', '']) {
    const verdict = judge({ login: { database } });
    assert.equal(verdict.kind === 'accepted' && verdict.database.toLowerCase(), 'master');
  }
});

test('a geo-secondary is open or closed by its own link as secondary', () => {
  const databases = [
    { name: 'orders', server: 'shop-we', availability: 'Online' as const, role: 'SECONDARY' as const },
  ];
  const link = (role: LinkView['role'], secondaryAllowConnections: boolean) => ({ role, secondaryAllowConnections });
  assert.equal(judge({ databases, links: [link('SECONDARY', true)] }).kind, 'accepted');
  assert.deepEqual(numbers(judge({ databases, links: [link('SECONDARY', false)] })), [976]);
  // In a chain it is also a primary: that end's setting is its partner's matter.
  assert.equal(judge({ databases, links: [link('SECONDARY', true), link('PRIMARY', false)] }).kind, 'accepted');
});

test('the gateway routes what exists, before credentials, only under policy redirect and with a worker at hand', () => {
  const redirect: World = { server: { connectionPolicy: 'redirect' }, worker: WORKER, login: { password: 'wrong' } };
  assert.deepEqual(judge(redirect), { kind: 'routed', ...WORKER });
  assert.deepEqual(judge({ ...redirect, login: { database: 'master' } }), { kind: 'routed', ...WORKER });
  assert.deepEqual(numbers(judge({ ...redirect, login: { database: 'nothing' } })), [4060, 18456]);
  assert.deepEqual(numbers(judge({ ...redirect, server: { connectionPolicy: 'proxy' } })), [18456]);
  assert.deepEqual(numbers(judge({ ...redirect, isWorker: true })), [18456]);
});

test('silence and garbage come before every answer, a stall only after a right password', () => {
  const closed: World = { server: { firewallOpen: false } };
  assert.deepEqual(judge({ ...closed, fault: { kind: 'silent' } }), { kind: 'silence' });
  assert.deepEqual(judge({ ...closed, fault: { kind: 'garbage' } }), { kind: 'garbage' });
  assert.deepEqual(judge({ fault: { kind: 'stallLogin' } }), { kind: 'stalled', database: 'orders' });
  assert.deepEqual(numbers(judge({ fault: { kind: 'stallLogin' }, login: { password: 'wrong' } })), [18456]);
});

test('faults of statements and rows leave the login alone', () => {
  for (const kind of ['hangQuery', 'dropQuery', 'malformedRow', 'clearText'] as const) {
    assert.equal(judge({ fault: { kind } }).kind, 'accepted');
  }
  assert.equal(judge({ fault: { kind: 'queryError', number: 40197 } }).kind, 'accepted');
});
