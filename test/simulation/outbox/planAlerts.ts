import type { Notice } from '../../../shared/alerting/types.ts';

const ALERTS = 3;

/** Alerts that begin within two minutes, and end within another one; some of them have more to say in between. */
export function planAlerts(random: () => number): Array<{ atMs: number; notice: Notice }> {
  return Array.from({ length: ALERTS }, (_, alert) => {
    const first: Notice = {
      id: `first-${alert}`,
      condition: 'LagHigh',
      reason: 'first',
      severity: 'error',
      subject: { kind: 'database', key: `s/d${alert}` },
      atMs: 0,
      sinceMs: 0,
      durationMs: 0,
      sentence: 's',
    };
    const more: Notice = { ...first, id: `more-${alert}`, reason: 'more', follows: first.id };
    const hasMore = random() < 0.5;
    const before = hasMore ? more.id : first.id;
    const resolved: Notice = { ...first, id: `resolved-${alert}`, reason: 'resolved', follows: before };
    const beginsMs = Math.floor(random() * 120_000);
    const lastsMs = 2 + Math.floor(random() * 60_000);
    return [
      { atMs: beginsMs, notice: first },
      ...(hasMore ? [{ atMs: beginsMs + Math.floor(lastsMs / 2), notice: more }] : []),
      { atMs: beginsMs + lastsMs, notice: resolved },
    ];
  })
    .flat()
    .sort((one, other) => one.atMs - other.atMs);
}
