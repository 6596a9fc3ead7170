/** What the dispatcher remembers: which alerts are active, and what each channel has been told of them. */
import type { Matcher, NotificationTiming } from '../../config/types.ts';
import type { ClosedBecause, Labels, Notice, NoticeCondition, NoticeReason, OutboxEntry, Severity } from '../types.ts';

/** One alert that fires, or whose end not every channel has heard. JSON. */
export interface ActiveAlert {
  /** Of the subject and the condition: the same over restarts and deployments. */
  id: string;
  condition: NoticeCondition;
  subject: Notice['subject'];
  severity: Severity;
  labels: Labels;
  sinceMs: number;
  /** The id of the event that began it: one that comes twice is known by it, and its end refers to it. */
  noticeId: string;
  firedAtMs: number;
  value?: number;
  peak?: number;
  threshold?: number;
  sentence: string;
  ended?: { atMs: number; sentence: string; value?: number; peak?: number; closedBecause?: ClosedBecause };
  /** An outage or a failover: it is told by itself, at once; here it only mutes what follows from it. */
  isDirect?: true;
  flapping?: { times: number; sinceMs: number };
  /** The ids of the groups that tell of it. */
  groups: string[];
}

/** What a channel believes of an alert. */
export interface Told {
  /** As it was told, or listed since then with a lesser one. */
  severity: Severity;
  flapping?: true;
}

/** What one channel was told of one group of alerts. JSON. */
export interface GroupState {
  id: string;
  channel: string;
  handOver: string[];
  /** The values of the labels that the group is made by, in their order. */
  common: string[];
  /** When its present spell began for the dispatcher: part of what makes its messages' ids, so no two spells share it. */
  sinceMs: number;
  /** Alerts that the channel believes to be firing, by id. A map for the same reason as `alerts`. */
  told: ReadonlyMap<string, Told>;
  /** Of the last message; absent: none in this spell. */
  toldAtMs?: number;
  /** Messages of this spell. */
  sequence: number;
  lastNoticeId?: string;
  acknowledged?: true;
  /** Its channel is not configured any more: nothing new goes there, and the end only to whoever took over from it. */
  isGone?: true;
}

export interface DispatchState {
  /** By id. Maps, because a hundred thousand are listed and copied at every look; an object of its JSON each. */
  alerts: ReadonlyMap<string, ActiveAlert>;
  groups: Record<string, GroupState>;
  /** When each channel got its last messages, for the storm cap; as far back as that looks. */
  sent: Record<string, number[]>;
  /** When each alert began lately: for flapping, and to know a beginning that is handed over again when its alert is over. */
  begun: ReadonlyMap<string, number[]>;
  /** Decided and not yet in the outbox: written before anything else, so that a crash loses none and changes none. */
  outgoing: OutboxEntry[];
  /**
   * When the queue was last asked to wake the dispatcher. Another hint is left only for an earlier moment, or when this one is past: else every
   * event would leave one more that calls for the next.
   */
  hintAtMs?: number;
}

export const EMPTY_DISPATCH: DispatchState = {
  alerts: new Map(),
  groups: {},
  sent: {},
  begun: new Map(),
  outgoing: [],
};

/** A silence as a person made it. Its end is mandatory. */
export interface Silence {
  id: string;
  match: Matcher;
  author: string;
  comment: string;
  startsAtMs: number;
  endsAtMs: number;
  createdAtMs: number;
  /** Ended by a person before its time. */
  endedBy?: string;
}

/** Why an alert is not told now. */
export type Muted =
  | { because: 'silenced'; by: string; untilMs: number }
  | { because: 'maintenance'; by: string; untilMs: number }
  /** `by`: the condition and subject that it follows from. */
  | { because: 'inhibited'; by: string };

/** What one group has to say now, and why. */
export type GroupDecision =
  | { tell: true; reason: NoticeReason; why: string }
  | {
      tell: false;
      because:
        | 'groupWait'
        | 'groupInterval'
        | 'unchanged'
        | 'flapping'
        | 'stormCap'
        | 'resolvedUntold'
        | Muted['because'];
      why: string;
      /** When time alone would change it; null: it would not. */
      nextAtMs: number | null;
    };

/** A channel, as far as the dispatcher needs to know it. */
export interface Receiver {
  name: string;
  /** People read it: the storm cap holds. */
  isRead: boolean;
  /** It keeps incidents of its own, which can be acknowledged. */
  acknowledges: boolean;
}

export interface DispatchRules {
  timing: NotificationTiming;
  receivers: Receiver[];
}

/** What is not the dispatcher's own to remember. */
export interface DispatchWorld {
  nowMs: number;
  silences: readonly Silence[];
  /** Windows that are open now. */
  maintenance: ReadonlyArray<{ name: string; match: Matcher; untilMs: number }>;
  /** Where an alert goes that begins now. */
  routesOf: (labels: Labels) => ReadonlyArray<{ channel: string; handOver: string[] }>;
  /** What the subject of an alert belongs to. */
  labelsOf: (notice: Notice) => Labels;
}

/** For people: every group, what it would say and why it does not. */
export interface GroupReport {
  group: GroupState;
  decision: GroupDecision;
  /** At most MOST_SHOWN of them. */
  alerts: Array<{ id: string; condition: NoticeCondition; subject: Notice['subject']; muted?: Muted }>;
  firing: number;
}

export interface Dispatched {
  state: DispatchState;
  reports: GroupReport[];
  /** When it has to be asked again although nothing happens; null: not. */
  nextAtMs: number | null;
}
