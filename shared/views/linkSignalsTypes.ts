/** What is read besides a link, as HTTP shows it. Null is what is not known; each part says when it was read. */
export interface LinkSignalsView {
  /** When it was asked last; null before the first time. */
  askedAt: string | null;
  secondary: SecondaryView | null;
  throttle: ThrottleView | null;
  /** The log that the primary writes, in percent of what its size allows. */
  logWrite: { at: string; sustainedPercent: number; peakPercent: number } | null;
  /** When the percentage of a seeding last moved. */
  seedingMoved: string | null;
  /** How long the RPO was missed, in each window in which it was missed at all. */
  rpoMissed: Array<{ windowSeconds: number; seconds: number }>;
  /** Azure Monitor's figure. */
  metric: { at: string; lagSeconds: number | null } | null;
  /** Views that could not be read. */
  unread: string[];
}

interface SecondaryView {
  at: string;
  state: 'answering' | 'silent' | 'closed';
  since: string;
  /** What the primary committed and the secondary does not have. */
  commitGapSeconds: number | null;
  /** How far its readers are behind what it has. */
  redoLagSeconds: number | null;
  redoQueueKb: number | null;
  failure: string | null;
}

interface ThrottleView {
  at: string;
  /** Milliseconds waited in a second, because a geo-secondary does not follow. */
  waitedMsPerSecond: number | null;
  /** The same for other reasons, by wait type. */
  others: Record<string, number>;
  /** Requests that wait at that moment. */
  requests: number | null;
}
