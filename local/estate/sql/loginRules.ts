import { APP_OBJECT_ID, type TokenAuthority } from '../identity/types.ts';
import type { DatabaseState, EstateModel, ServerState } from '../model/types.ts';
import { azureError, type ErrorContext, type SqlError } from './azureErrors.ts';
import { findLoginTarget } from './serverName.ts';
import type { Login7 } from './tds/login7.ts';
import type { Principal } from './types.ts';

/** What Entra ID tokens for Azure SQL must be issued for. */
export const SQL_AUDIENCE = 'https://database.windows.net';
export const MASTER = 'master';
/** How messages name an Entra principal that could not log in. */
const TOKEN_PRINCIPAL = '<token-identified principal>';

export interface LoginCase {
  model: EstateModel;
  server: ServerState;
  login: Login7;
  clientAddress: string;
  tokens: TokenAuthority;
  tracingId: string;
  /** Where the gateway sends clients; absent on a worker and under connection policy `proxy`. */
  worker?: { host: string; port: number };
  /** A worker is reached by a name of its own, so the server's name is not checked there. */
  isWorker: boolean;
}

export type LoginVerdict =
  | { kind: 'accepted'; database: string; principal: Principal; loginName: string }
  /** `resumes`: the attempt wakes the paused database. */
  | { kind: 'refused'; errors: SqlError[]; resumes?: boolean }
  | { kind: 'routed'; host: string; port: number }
  | { kind: 'stalled'; database: string }
  | { kind: 'silence' }
  | { kind: 'garbage' };

/** Judges a login in the order of Azure's layers: gateway, firewall, database, credentials, access to the database. */
export function judgeLogin(loginCase: LoginCase): LoginVerdict {
  const { model, server, login } = loginCase;
  const target = findLoginTarget(login.serverName, login.userName);
  const asked = login.database || MASTER;
  const database = model.database(server.name, asked);
  const name = database?.name ?? asked;
  const context: ErrorContext = {
    server: server.name,
    database: name,
    user: login.fedAuth ? TOKEN_PRINCIPAL : target.user,
    clientAddress: loginCase.clientAddress,
    tracingId: loginCase.tracingId,
  };
  return (
    judgeAtGateway(loginCase, target.server, context) ??
    judgeDatabase(database, context) ??
    routeToWorker(loginCase, name, database) ??
    judgeAccess(loginCase, { user: target.user, name, database, context })
  );
}

function judgeAtGateway(loginCase: LoginCase, named: string | null, context: ErrorContext): LoginVerdict | null {
  const { model, server, isWorker } = loginCase;
  if (!isWorker && named === null) return refuse(azureError(40531, context));
  if (!isWorker && named !== server.name.toLowerCase()) {
    return refuse(azureError(40532, { ...context, server: named ?? '' }));
  }
  const fault = model.sqlFault(server.name, context.database);
  if (fault?.kind === 'silent') return { kind: 'silence' };
  if (fault?.kind === 'garbage') return { kind: 'garbage' };
  if (!server.firewallOpen) return refuse(azureError(40615, context));
  if (fault?.kind === 'error') return refuse(azureError(fault.number, context));
  return null;
}

function judgeDatabase(database: DatabaseState | undefined, context: ErrorContext): LoginVerdict | null {
  if (database?.availability === 'Unavailable') return refuse(azureError(40613, context));
  if (database?.availability !== 'Paused') return null;
  return { kind: 'refused', errors: [azureError(40613, context)], resumes: true };
}

function routeToWorker(loginCase: LoginCase, name: string, database: DatabaseState | undefined): LoginVerdict | null {
  const { worker, isWorker, server } = loginCase;
  if (isWorker || !worker || server.connectionPolicy !== 'redirect') return null;
  if (name !== MASTER && !database) return null;
  return { kind: 'routed', ...worker };
}

interface AccessCase {
  user: string;
  name: string;
  database: DatabaseState | undefined;
  context: ErrorContext;
}

function judgeAccess(loginCase: LoginCase, access: AccessCase): LoginVerdict {
  const { model, server, login } = loginCase;
  const { context, name, database } = access;
  const authenticated = login.fedAuth ? authenticateToken(loginCase) : authenticatePassword(loginCase, access.user);
  if (typeof authenticated === 'number') return refuse(azureError(...numberAndState(authenticated, context)));
  if (!database && name.toLowerCase() !== MASTER) {
    return refuse(azureError(4060, context), azureError(18456, context));
  }
  if (database && !isReadable(model, database)) return refuse(azureError(976, context));
  if (model.sqlFault(server.name, name)?.kind === 'stallLogin') return { kind: 'stalled', database: name };
  return { kind: 'accepted', database: name, principal: authenticated, loginName: authenticated.name };
}

/** The principal, or the state of error 18456: 5 for an unknown user, 8 for a wrong password. */
function authenticatePassword({ server, login }: LoginCase, user: string): Principal | 5 | 8 | 40607 {
  if (login.integratedSecurity) return 40607;
  const { administrator } = server;
  if (user.toLowerCase() !== administrator.login.toLowerCase()) return 5;
  if (login.password !== administrator.password) return 8;
  return { name: administrator.login, serverPrincipal: true, databaseManager: true };
}

/** Entra principals: the server's Entra administrator, and the app as a user of the databases while it has rights. */
function authenticateToken({ model, server, login, tokens }: LoginCase): Principal | 1 {
  const verified = tokens.verify(login.fedAuth?.token ?? '', [SQL_AUDIENCE]);
  if (!verified.valid) return 1;
  const { objectId } = verified;
  if (server.entraAdministrator === objectId || (objectId === APP_OBJECT_ID && model.isAdministrator(server.name))) {
    return { name: objectId, serverPrincipal: true, databaseManager: true };
  }
  if (objectId !== APP_OBJECT_ID || !model.hasRights(server.name)) return 1;
  return { name: objectId, serverPrincipal: false, databaseManager: true };
}

function numberAndState(refusal: number, context: ErrorContext): [number, ErrorContext, number] {
  return refusal === 40607 ? [40607, context, 1] : [18456, context, refusal];
}

/** A geo-secondary made with ALLOW_CONNECTIONS = NO takes no logins. */
function isReadable(model: EstateModel, database: DatabaseState): boolean {
  if (database.role === 'PRIMARY') return true;
  const links = model.linkViews(database.server, database.name).filter((link) => link.role === 'SECONDARY');
  return links.every((link) => link.secondaryAllowConnections);
}

function refuse(...errors: SqlError[]): LoginVerdict {
  return { kind: 'refused', errors };
}
