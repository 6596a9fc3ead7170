import type { ConditionName, Notice } from '../alerting/types.ts';

/** What a message says besides its notice. */
export interface MessageContext {
  /** What this deployment is called. */
  name: string;
  /** Where people open the status page. */
  pageUrl?: string;
  /** The recovery point objective, milliseconds. */
  rpoMs?: number;
}

/** How urgent a message looks. `closed`: the alert ended without its condition having been seen to end. */
export type Tone = 'critical' | 'error' | 'warning' | 'info' | 'resolved' | 'closed';

export interface Fact {
  title: FactTitle;
  value: string;
}

/** Rules and scripts of the receivers match on these. */
type FactTitle = 'Condition' | 'Reason' | 'Since' | 'Lag' | 'Peak' | 'Objective' | 'Primary' | 'Secondary' | 'Id';

/** Everything a message says, before a channel gives it a form: card, HTML and text say the same because they are made from this. */
export interface Message {
  tone: Tone;
  /** One word for the tone. */
  label: string;
  deployment: string;
  title: string;
  /** Which database or link, short. */
  about: string;
  sentence: string;
  facts: Fact[];
  /** What it means for data loss. */
  meaning: string;
  /** What to do now, in order. */
  steps: string[];
  link?: { title: string; url: string };
}

/** What is said about one condition, in the words of the field. */
export interface Wording {
  condition: ConditionName;
  title: { first: string; resolved: string; closed: string };
  meaning(notice: Notice): string;
  steps(notice: Notice): string[];
}
