import { signApprovalToken } from '../access/approvalToken.ts';
import type { ApprovalClaims } from '../access/types.ts';

/**
 * The signed link to a decision page, made when a message is sent: it is stored nowhere. Undefined while the key or the app's address is
 * missing; the message then says where to look.
 */
export function approvalLink(
  claims: ApprovalClaims,
  pageUrl: string | undefined,
  key: Uint8Array | undefined,
): string | undefined {
  if (pageUrl === undefined || key === undefined) return undefined;
  const url = new URL(claims.page, `${pageUrl}/`);
  url.searchParams.set('token', signApprovalToken(claims, key));
  return url.href;
}
