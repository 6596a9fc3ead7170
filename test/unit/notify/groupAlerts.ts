/** Alerts of as many links and databases as anybody needs, for what is told of several. */
import type { ConditionName, GroupAlert } from '../../../shared/alerting/types.ts';

const T0 = Date.UTC(2026, 10, 22, 3, 4, 5);
const SECOND = 1_000;

const DATABASES = ['orders', 'payments', 'invoices', 'stock', 'customers', 'ledger', 'shipping', 'returns', 'prices'];
/** `contoso-we/orders`, …, `contoso-we/orders-1`, …: as many as anybody needs. */
const nameOf = (index: number) =>
  `${DATABASES[index % DATABASES.length]}${index < DATABASES.length ? '' : `-${Math.floor(index / DATABASES.length)}`}`;

const SENTENCES: Partial<Record<ConditionName, (name: string) => string>> = {
  LinkSuspended: (name) =>
    `Replication from contoso-we/${name} to contoso-ne/${name} is suspended: the geo-secondary receives nothing.`,
  LagHigh: (name) => `Replication from contoso-we/${name} to contoso-ne/${name} is 42 s behind; the objective is 5 s.`,
  LagUnknown: (name) =>
    `The primary contoso-we/${name} does not know how far contoso-ne/${name} is behind: its lag is NULL.`,
  Unprotected: (name) => `The database contoso-we/${name} has no geo-secondary in another region.`,
};

/** The alert of one link or database, of so many; each began a little before the one above it. */
export function alertOf(condition: ConditionName, index: number, more: Partial<GroupAlert> = {}): GroupAlert {
  const name = nameOf(index);
  const [primary, secondary] = [`contoso-we/${name}`, `contoso-ne/${name}`];
  return {
    condition,
    subject:
      condition === 'Unprotected'
        ? { kind: 'database', key: primary }
        : { kind: 'link', key: `${secondary}~${primary}`, primary, secondary },
    severity: 'critical',
    is: 'new',
    sinceMs: T0 - index * 7 * SECOND,
    sentence: SENTENCES[condition]?.(name) ?? condition,
    ...(condition === 'LagHigh' ? { value: 42, peak: 42 + index, threshold: 5 } : {}),
    ...more,
  };
}

export const several = (count: number, condition: ConditionName, more: Partial<GroupAlert> = {}, from = 0) =>
  Array.from({ length: count }, (_, index) => alertOf(condition, from + index, more));
const OVER: Partial<Record<ConditionName, (name: string) => string>> = {
  LinkSuspended: (name) => `Replication from contoso-we/${name} to contoso-ne/${name} runs again.`,
  LagHigh: (name) => `Replication from contoso-we/${name} to contoso-ne/${name} is 1 s behind again.`,
};
export const over = (count: number, condition: ConditionName, more: Partial<GroupAlert>, from = 0) =>
  several(count, condition, more, from).map((alert, index) => ({
    ...alert,
    sentence: OVER[condition]?.(nameOf(from + index)) ?? condition,
    ...(condition === 'LagHigh' ? { value: 1 } : {}),
  }));
export const ended = (seconds: number, more: Partial<GroupAlert> = {}): Partial<GroupAlert> => ({
  is: 'resolved',
  endedAtMs: T0 + seconds * SECOND,
  ...more,
});
