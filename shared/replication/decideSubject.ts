import { DISPATCH } from '../alerting/dispatch/dispatchChannel.ts';
import type { Evaluation, Rules } from '../alerting/evaluate.ts';
import type { evaluateLink } from '../alerting/evaluateLink.ts';
import { outboxEntries } from '../alerting/outboxEntries.ts';
import type { OutboxEntry } from '../alerting/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { linkState } from './linkState.ts';
import { nextStatus, type StatusSample } from './linkStatus.ts';
import type { StoredMetrics } from './metricsPorts.ts';
import type { ObservedLink } from './observeLinks.ts';
import { foldLogWrite } from './signals/foldLogWrite.ts';
import { foldMetrics } from './signals/foldMetrics.ts';
import { nextSignals, type SignalOptions } from './signals/nextSignals.ts';
import type { LinkFacts, LinkSignals } from './signalTypes.ts';
import type { LinkStatus, Subject, SubjectRecord } from './types.ts';

/** What a decision needs besides the record and the observation. */
export interface DecisionContext {
  shard: string;
  /** The rules that hold for a subject: its scope may say otherwise than the deployment. */
  rulesOf: (subject: Subject) => Rules;
  nowMs: number;
}

/** What the decision about a link needs besides. */
export interface LinkContext extends DecisionContext {
  facts?: LinkFacts;
  /** How signals are folded; left out: those that are known stay as they are. */
  signals?: Omit<SignalOptions, 'windowsMs'>;
  /** What Azure Monitor said last; left out where it is not asked. */
  metrics?: StoredMetrics;
}

/** What is to be stored, in one transaction; without an outbox and only figures, together with others'. */
export interface Decision {
  record: SubjectRecord;
  outbox: OutboxEntry[];
}

/** Ends a subject's alerts; see alerting/evaluate.ts. */
export type CloseSubject = (input: {
  subject: Subject;
  alerts: SubjectRecord['alerts'];
  rules: Rules;
  nowMs: number;
}) => Evaluation;

/** Folds one observation of a link into its record. Pure: the same record and observation give the same decision, entry ids included. */
export function decideLink(
  previous: SubjectRecord | undefined,
  observed: ObservedLink,
  evaluate: typeof evaluateLink,
  context: LinkContext,
): Decision {
  const { link, observation, atMs, roundTripMs } = observed;
  const subject: Subject & { kind: 'link' } = {
    kind: 'link',
    key: link.linkKey,
    primary: databaseKey(link.primary),
    secondary: databaseKey(link.secondary),
  };
  const rules = context.rulesOf(subject);
  const { threshold } = rules.LagHigh;
  const row = observation.seen === 'row' ? observation.row : undefined;
  const sample: StatusSample = {
    state: linkState(observation),
    lastReplicationMs: row?.lastReplicationMs ?? null,
    lastCommitMs: row?.lastCommitMs ?? null,
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
  };
  const signals = signalsOf(previous?.link, { subject, observed, sample, rules }, context);
  const status: LinkStatus = {
    ...nextStatus(previous?.link, sample, atMs, threshold === undefined ? {} : { calmLagSeconds: threshold }),
    ...(signals === undefined ? {} : { signals }),
  };
  const alerts = previous?.alerts ?? {};
  const { facts, nowMs } = context;
  const evaluation = evaluate({ subject, status, ...(facts === undefined ? {} : { facts }), alerts, rules, nowMs });
  return decision({ subject, link: status, alerts: evaluation.alerts }, evaluation, context);
}

interface Sampled {
  subject: Subject & { kind: 'link' };
  observed: ObservedLink;
  sample: StatusSample;
  rules: Rules;
}

function signalsOf(before: LinkStatus | undefined, sampled: Sampled, context: LinkContext): LinkSignals | undefined {
  if (context.signals === undefined) return before?.signals;
  const { subject, observed, sample, rules } = sampled;
  const { atMs, readings, grainMs = 0 } = observed;
  const sampleEveryMs = Math.max(context.signals.sampleEveryMs, grainMs);
  const read = context.metrics?.[subject.primary];
  const metrics = foldMetrics(read, subject.secondary);
  const metricLogWrite = foldLogWrite(read);
  const { enabled, burn } = rules.RpoBudgetBurn;
  const windowsMs = enabled ? (burn?.windows ?? []).flatMap(({ longMs, shortMs }) => [longMs, shortMs]) : [];
  const observation = {
    primary: subject.primary,
    state: sample.state,
    lastCommitMs: sample.lastCommitMs,
    sinceLastMs: before === undefined ? 0 : atMs - before.sampledAtMs,
    ...(readings === undefined ? {} : { readings }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(metricLogWrite === undefined ? {} : { metricLogWrite }),
  };
  return nextSignals(before?.signals, observation, atMs, {
    ...context.signals,
    sampleEveryMs,
    windowsMs: [...new Set(windowsMs)],
  });
}

/** Folds what is known of a subject into its record. Pure. @param evaluate its conditions, with what is known of it */
export function decideSubject<Of extends Subject>(
  previous: SubjectRecord | undefined,
  subject: Of,
  evaluate: (given: { subject: Of; alerts: SubjectRecord['alerts']; rules: Rules; nowMs: number }) => Evaluation,
  context: DecisionContext,
): Decision {
  const { nowMs, rulesOf } = context;
  const evaluation = evaluate({ subject, alerts: previous?.alerts ?? {}, rules: rulesOf(subject), nowMs });
  return decision({ subject, alerts: evaluation.alerts }, evaluation, context);
}

/** The last decision about a subject that is no longer watched: what was told of is closed, so that nothing fires for ever. */
export function decideRemoval(previous: SubjectRecord, close: CloseSubject, context: DecisionContext): Decision {
  const { subject, alerts } = previous;
  const evaluation = close({ subject, alerts, rules: context.rulesOf(subject), nowMs: context.nowMs });
  return decision({ ...previous, alerts: evaluation.alerts }, evaluation, context);
}

/** The dispatcher decides who is told. */
const EVENTS = [{ name: DISPATCH }];

function decision(record: SubjectRecord, evaluation: Evaluation, context: DecisionContext): Decision {
  return { record, outbox: outboxEntries(evaluation.notices, EVENTS, context.shard, context.nowMs) };
}
