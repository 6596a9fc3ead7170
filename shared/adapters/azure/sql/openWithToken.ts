import type { Deadline } from './deadline.ts';
import { SqlConnection, type SqlOptions, type SqlTarget } from './sqlConnection.ts';
import { DeadlinePassed, NoToken } from './sqlErrors.ts';

/** What a login needs besides its target. */
export interface SqlAccess extends Omit<SqlOptions, 'applicationName'> {
  /** An Entra access token for Azure SQL; cached and renewed by whoever gives it. */
  getToken: () => Promise<string>;
  /** What the app's identity is called in Entra ID: goes into advice. @default readIdentityName() */
  identityName?: string;
  /** Shown in sys.dm_exec_sessions. @default `Geowarden` */
  applicationName?: string;
}

/**
 * A login with a token, once.
 * @throws NoToken, DeadlinePassed, SqlFailure
 */
export async function openWithToken(target: SqlTarget, access: SqlAccess, deadline: Deadline): Promise<SqlConnection> {
  const token = await tokenInTime(access.getToken, deadline);
  const { encryption, certificateAuthority, connector } = access;
  const options: SqlOptions = {
    encryption,
    applicationName: access.applicationName ?? 'Geowarden',
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(connector === undefined ? {} : { connector }),
  };
  return SqlConnection.open(target, token, options, deadline);
}

async function tokenInTime(getToken: () => Promise<string>, deadline: Deadline): Promise<string> {
  const late = Promise.withResolvers<never>();
  deadline.watch(() => late.reject(new DeadlinePassed('token', deadline.timeoutMs)));
  try {
    return await Promise.race([getToken(), late.promise]);
  } catch (error) {
    throw error instanceof DeadlinePassed ? error : new NoToken(error);
  } finally {
    deadline.unwatch();
  }
}
