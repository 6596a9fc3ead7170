import type { AlertRule, ConditionName, Severity } from '../../../shared/alerting/types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const rule = (severity: Severity, pendingMs: number, resolveMs: number, more: Partial<AlertRule> = {}): AlertRule => ({
  enabled: true,
  severity,
  pendingMs,
  resolveMs,
  ...more,
});

/** What people get who say nothing of alerts, with an RPO of 5 s. Written out once more, so that a changed default is seen. */
export const DEFAULT_RULES: Record<ConditionName, AlertRule> = {
  LagHigh: rule('error', MINUTE, MINUTE, { threshold: 5 }),
  LagUnknown: rule('error', 2 * MINUTE, MINUTE),
  LinkPending: rule('warning', 15 * MINUTE, MINUTE),
  LinkAbsent: rule('error', 2 * MINUTE, MINUTE),
  LinkSuspended: rule('error', MINUTE / 2, MINUTE),
  SeedingStalled: rule('warning', HOUR, MINUTE),
  CommitGapHigh: rule('error', 5 * MINUTE, MINUTE, { threshold: 60 }),
  RedoLagHigh: rule('warning', 5 * MINUTE, MINUTE, { threshold: 60 }),
  PrimaryThrottled: rule('warning', 2 * MINUTE, 5 * MINUTE, { threshold: 0.05 }),
  SecondaryUndersized: rule('warning', 15 * MINUTE, 15 * MINUTE),
  SecondaryUnreachable: rule('error', 2 * MINUTE, MINUTE),
  PrimaryUnreachable: rule('error', MINUTE, MINUTE),
  Unprotected: rule('warning', 5 * MINUTE, MINUTE),
  SingleSecondary: rule('info', 5 * MINUTE, MINUTE, { enabled: false, threshold: 2 }),
  LinkAddedOrRemoved: rule('warning', 0, 0, { holdMs: HOUR }),
  RoleChangedElsewhere: rule('warning', 0, 0, { holdMs: HOUR }),
  SourcesDisagree: rule('warning', 20 * MINUTE, MINUTE, { threshold: 60 }),
  RpoBudgetBurn: rule('error', 0, 5 * MINUTE, {
    burn: {
      objectivePercent: 99.9,
      windows: [
        { burn: 14.4, longMs: HOUR, shortMs: 5 * MINUTE },
        { burn: 6, longMs: 6 * HOUR, shortMs: 30 * MINUTE },
        { burn: 1, longMs: 72 * HOUR, shortMs: 6 * HOUR },
      ],
    },
  }),
  SamplingBlind: rule('error', MINUTE, MINUTE),
  ServerUnreachable: rule('error', MINUTE, MINUTE),
  MonitorLate: rule('critical', MINUTE, MINUTE),
  ChannelFailing: rule('error', 0, 0),
};
