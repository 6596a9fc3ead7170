import { readIdentityName } from '../../../config/settings.ts';
import type { SampleFailure } from '../../../replication/types.ts';
import type { LinkEnd } from '../../../topology/types.ts';
import { classifyFailure } from './classifyFailure.ts';
import { Deadline } from './deadline.ts';
import { openWithToken, type SqlAccess } from './openWithToken.ts';

export type ProbeAnswer =
  | { ok: true; atMs: number; loginMs: number }
  | { ok: false; atMs: number; loginMs: number; failure: SampleFailure };

/** A fresh login to the user database, and nothing else: no kept connection can answer for it. Never throws. */
export async function probeLogin(end: LinkEnd, access: SqlAccess, timeoutMs: number): Promise<ProbeAnswer> {
  const atMs = Date.now();
  const startedAt = performance.now();
  const loginMs = () => Math.round(performance.now() - startedAt);
  const target = { host: end.fullyQualifiedDomainName, database: end.database };
  const deadline = new Deadline(timeoutMs);
  try {
    const connection = await openWithToken(target, access, deadline);
    connection.close();
    return { ok: true, atMs, loginMs: loginMs() };
  } catch (error) {
    const identityName = access.identityName ?? readIdentityName();
    const failure = classifyFailure(error, { ...target, encryption: access.encryption, identityName });
    return { ok: false, atMs, loginMs: loginMs(), failure };
  } finally {
    deadline.clear();
  }
}
