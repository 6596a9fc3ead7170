/** What the model knows of Event Grid and of what Azure Monitor says: switches and announcements, no physics. */
import type { Change, EventGridMood } from './changeTypes.ts';

/** When Azure speaks of a region by itself; null: never. */
export interface HealthFeeds {
  /** Milliseconds from the loss of a region to the Service Health alert. */
  serviceHealthAfterMs: number | null;
  /** Milliseconds from a region's return to the end of every alert that is active for it. */
  resolvedAfterMs: number | null;
}

/** Something Azure Monitor was made to say, with a number that only grows. */
export interface Told {
  number: number;
  change: Extract<Change, { kind: 'serviceHealth' | 'resourceHealth' | 'metric' }>;
}

export interface EventGridState {
  becomes: EventGridMood;
  delayMs?: number;
  copies?: number;
}
