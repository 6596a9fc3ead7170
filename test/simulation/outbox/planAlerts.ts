import type { Notice } from '../../../shared/alerting/types.ts';

const ALERTS = 4;

/** Alerts that begin within two minutes, and end within another one. */
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
    const resolved: Notice = { ...first, id: `resolved-${alert}`, reason: 'resolved', follows: first.id };
    const beginsMs = Math.floor(random() * 120_000);
    const endsMs = beginsMs + 1 + Math.floor(random() * 60_000);
    return [
      { atMs: beginsMs, notice: first },
      { atMs: endsMs, notice: resolved },
    ];
  })
    .flat()
    .sort((one, other) => one.atMs - other.atMs);
}
