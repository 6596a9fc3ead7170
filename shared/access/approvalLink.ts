import { signApprovalToken } from './approvalToken.ts';
import type { ApprovalClaims } from './types.ts';

const PATH = /^\/[\w\-.~/%]*$/;

/**
 * Makes the link with which a person decides, when a message is sent: `{pageUrl}{page of the claims}?token=…`. What comes back is a secret.
 * Undefined where there is no address, no key or no sound claim: the message then says so, which is better than no message.
 * @param key asked at every link, so that a key that was changed is the key of the next message
 */
export function approvalLinks(
  pageUrl: string | undefined,
  key: () => Uint8Array | undefined,
): (claims: ApprovalClaims) => string | undefined {
  return (claims) => {
    if (pageUrl === undefined || !PATH.test(claims.page)) return undefined;
    const bytes = key();
    if (bytes === undefined) return undefined;
    try {
      return `${pageUrl.replace(/\/+$/, '')}${claims.page}?token=${signApprovalToken(claims, bytes)}`;
    } catch {
      // A short key, or claims that could not be read back: its sentence is told by the configuration's check, not by a lost message.
      return undefined;
    }
  };
}
