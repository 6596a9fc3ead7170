import type { Notice, NoticeCondition, OutageDetails } from '../alerting/types.ts';

/** What a message says besides its notice. */
export interface MessageContext {
  /** What this deployment is called. */
  name: string;
  /** Where people open the status page; the addresses of incidents begin with it. */
  pageUrl?: string;
  /**
   * The address of the decision page with its signed token, made anew for every message: nothing keeps it, and the key stays with whoever
   * gave this. Undefined where no link can be made.
   */
  approvalLink?: (claims: ApprovalOf) => string | undefined;
  /** The recovery point objective, milliseconds. */
  rpoMs?: number;
  /** Where the folder docs/ is served; without it a message leads to the app's own pages. */
  docsUrl?: string;
  /** The channel whose message this is: it did not take it, or one before it, and this one takes over. */
  insteadOf?: string;
}

export type ApprovalOf = NonNullable<OutageDetails['approval']>;

/** How urgent a message looks. `closed`: the alert ended without its condition having been seen to end. */
export type Tone = 'critical' | 'error' | 'warning' | 'info' | 'resolved' | 'closed';

export interface Fact {
  title: FactTitle;
  value: string;
}

/** Rules and scripts of the receivers match on these. */
type FactTitle =
  | 'Condition'
  | 'Reason'
  | 'Severity'
  | 'Alerts'
  | 'In common'
  | 'Since'
  | 'Lag'
  | 'Commit gap'
  | 'Redo lag'
  | 'Waiting'
  | 'Log write'
  | 'Seeding'
  | 'Burn rate'
  | 'Geo-secondaries'
  | 'Peak'
  | 'Threshold'
  | 'Objective'
  | 'Group'
  | 'Region'
  | 'Primary'
  | 'Secondary'
  | 'Candidate'
  | 'Loss bound'
  | 'Approval covers'
  | 'Decide by'
  | 'Incident'
  | 'Operation'
  | 'Id';

/** Everything a message says, before a channel gives it a form: card, HTML and text say the same because they are made from this. */
export interface Message {
  tone: Tone;
  /** One word for the tone. */
  label: string;
  deployment: string;
  title: string;
  /** Which database or link, short. */
  about: string;
  /** Whose message this is, when another channel did not take it. */
  handedOver?: string;
  sentence: string;
  /** Why it is told now. */
  why?: string;
  facts: Fact[];
  /** The lag before this message, of one link. */
  trend?: Trend;
  /** What is told together, the worst first; empty for one alert on its own. */
  alerts: GroupLine[];
  /** How many more there are. */
  notShown: number;
  /** What Geowarden does about an outage, or why it does nothing. Left out where the sentence says it. */
  decision?: string;
  /** The same of an alert that is no outage: one of the two at most. Left out when it is over. */
  willDo?: string;
  /** What it means for data loss. */
  meaning: string;
  /** What to do now, in order. */
  steps: string[];
  /** Each database with its candidate and its loss bound, each closed gate. Empty where there is no plan. */
  plan: string[];
  /** The exact commands that a person would type, a line each: shown as they are, or not at all. */
  commands: string[];
  /** The one to press first. One of them may hold a token: it goes to the recipient and nowhere else. */
  links: MessageLink[];
}

/** One of several alerts. Each part is one line and of bounded length. */
export interface GroupLine {
  tone: Tone;
  /** `New, critical`, `Resolved after 2 min 10 s`. */
  state: string;
  /** Which database or link. */
  name: string;
  /** Left out where the title says it of all of them. */
  condition?: string;
  /** `since 2026-11-22 03:04:05 UTC, for 2 min`. */
  since: string;
  /** `Lag 42 s, peak 2 min, objective 5 s`. */
  value?: string;
  /** Left out where it only repeats what the message says of the worst. */
  sentence?: string;
}

/** A line of characters, the oldest first, and what it shows. */
export interface Trend {
  bars: string;
  scale: string;
}

export interface MessageLink {
  title: 'Review and decide' | 'Open the incident' | 'Open the status page' | 'Read about this alert';
  url: string;
}

export interface Measure {
  title: FactTitle;
  say(value: number): string;
  /** The highest value of the spell is worth telling. */
  peak?: true;
}

/** What is said about one condition, in the words of the field. */
export interface Wording {
  condition: NoticeCondition;
  title: { first: string; resolved: string; closed: string };
  meaning(notice: Notice): string;
  steps(notice: Notice, links: readonly MessageLink[]): string[];
  /** What its value and threshold are; left out where it has none. */
  measure?: Measure;
  /** There is no loss to hold against the RPO. */
  withoutObjective?: true;
  /** What Geowarden does about it, where that is something of its own. */
  willDo?: string;
}
