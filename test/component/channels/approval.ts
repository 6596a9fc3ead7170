import assert from 'node:assert/strict';
import { approvalLinks } from '../../../shared/access/approvalLink.ts';
import { verifyApprovalToken } from '../../../shared/access/approvalToken.ts';
import type { Notice, OutageDetails } from '../../../shared/alerting/types.ts';
import { CONTEXT } from '../../unit/notify/notices.ts';
import { APPROVAL, commandsFor, outageNotices, planFor } from '../../unit/notify/outageNotices.ts';

const KEY = new Uint8Array(32).fill(9);

/** A context that signs as the app does, with a key of this test. */
export const SIGNING = { ...CONTEXT, approvalLink: approvalLinks(CONTEXT.pageUrl, () => KEY) };

export const SIGNED_URL = new URL(SIGNING.approvalLink(APPROVAL) ?? assert.fail('no link')).href;
export const TOKEN = new URL(SIGNED_URL).searchParams.get('token') ?? assert.fail('no token');

/** The question to a person about a group of so many databases. */
export function question(databases: number): Notice {
  const notice = outageNotices().find(([name]) => name === 'approvalWaiting.first')?.[1] ?? assert.fail('no sample');
  const names = Array.from({ length: databases }, (_, n) => `stock-${n}`);
  const outage: OutageDetails = {
    ...(notice.outage ?? assert.fail()),
    plan: planFor(names),
    breakGlass: commandsFor(names),
  };
  return { ...notice, outage };
}

/** What stands in the link is good for the decision that was asked for, and is the link of this very plan. */
export function assertDecides(url: string): void {
  const { pathname, searchParams } = new URL(url);
  const answer = verifyApprovalToken(searchParams.get('token') ?? '', KEY, {
    nowMs: APPROVAL.expiresAtMs - 1,
    incidentId: APPROVAL.incidentId,
    page: pathname,
    currentFingerprint: APPROVAL.fingerprint,
    isUsed: () => false,
  });
  assert.equal(answer.ok, true, answer.ok ? '' : answer.reason);
}
