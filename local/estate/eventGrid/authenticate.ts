/** Who may publish to a topic: whoever has its key, or the app's identity. */
import { timingSafeEqual } from 'node:crypto';
import { APP_OBJECT_ID, type TokenAuthority } from '../identity/types.ts';
import { EventGridError } from './eventGridError.ts';

const AUDIENCE = 'https://eventgrid.azure.net';

/**
 * @throws EventGridError 401 without a key or token that holds, 403 for somebody without the role EventGrid Data Sender.
 */
export function authenticate(headers: Record<string, string>, key: string, tokens: TokenAuthority): void {
  const given = headers['aeg-sas-key'];
  if (given !== undefined) {
    if (isSame(given, key)) return;
    throw unauthorized('The key in aeg-sas-key is not a key of this topic.');
  }
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer === undefined) throw unauthorized('The request has neither aeg-sas-key nor a bearer token.');
  const verdict = tokens.verify(bearer, [AUDIENCE]);
  if (!verdict.valid) throw unauthorized(verdict.reason);
  if (verdict.objectId !== APP_OBJECT_ID) {
    const message = `The principal '${verdict.objectId}' may not perform 'Microsoft.EventGrid/events/send/action' at this topic.`;
    throw new EventGridError(403, 'Forbidden', message);
  }
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function unauthorized(message: string): EventGridError {
  return new EventGridError(401, 'Unauthorized', message);
}
