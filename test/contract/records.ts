import { OUTAGE_SHARD } from '../../shared/alerting/ports.ts';
import type { OutboxEntry } from '../../shared/alerting/types.ts';
import type { SubjectRecord } from '../../shared/replication/types.ts';

export const LINK_KEY = 'contoso-ne/orders~contoso-we/orders';

export function linkRecord(key = LINK_KEY, lagSeconds = 1): SubjectRecord {
  return {
    subject: { kind: 'link', key, primary: 'contoso-we/orders', secondary: 'contoso-ne/orders' },
    link: {
      state: { name: 'caughtUp', lagSeconds },
      sinceMs: 1_000,
      longestMs: { caughtUp: 5_000, lagUnknown: 12 },
      sampledAtMs: 6_000,
      lastReplicationMs: null,
      lastCommitMs: 5_900,
    },
    alerts: { LagHigh: { phase: 'pending', sinceMs: 5_000 } },
  };
}

export function outboxEntry(id: string, more: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id,
    shard: '03',
    channel: 'oncall',
    notice: {
      id: `notice-${id}`,
      condition: 'LagHigh',
      reason: 'first',
      severity: 'error',
      subject: { kind: 'link', key: LINK_KEY, primary: 'contoso-we/orders', secondary: 'contoso-ne/orders' },
      atMs: 1_000,
      sinceMs: 1_000,
      durationMs: 0,
      sentence: 'The geo-secondary is behind: “ü” and \u{1f4a1} must survive.',
    },
    createdAtMs: 1_000,
    status: 'pending',
    attempts: 0,
    nextAttemptAtMs: 1_000,
    ...more,
  };
}

/** A question to a person, with everything that an outage may say. */
export function outageEntry(id: string, more: Partial<OutboxEntry> = {}): OutboxEntry {
  const { notice, ...entry } = outboxEntry(id, { shard: OUTAGE_SHARD, ...more });
  return {
    ...entry,
    notice: {
      ...notice,
      condition: 'ApprovalWaiting',
      subject: { kind: 'group', key: 'shop' },
      outage: {
        group: 'shop',
        incidentId: 'i1',
        operationId: 'op1',
        decision: 'A person must decide: “forced”.',
        plan: ['contoso-we/orders moves to contoso-ne/orders.'],
        lossBoundMs: null,
        lossCeilingMs: 5_000,
        breakGlass: ['az sql db replica set-primary --name orders \\'],
        approval: { tokenId: 't1', incidentId: 'i1', fingerprint: 'f1', page: '/decision', expiresAtMs: 9_000 },
      },
    },
  };
}
