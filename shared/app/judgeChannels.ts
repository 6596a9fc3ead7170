import { DISPATCH } from '../alerting/dispatch/dispatchChannel.ts';
import { closeSubject } from '../alerting/evaluate.ts';
import { evaluateChannel } from '../alerting/evaluateChannel.ts';
import type { Configuration } from '../config/types.ts';
import { commitShard, type Decide } from '../replication/commitShard.ts';
import { type DecisionContext, decideSubject } from '../replication/decideSubject.ts';
import { removeSubjects } from '../replication/removeSubjects.ts';
import { readFailing } from './channelHealth.ts';
import type { AppContext } from './context.ts';
import { type Log, samplingProblem } from './log.ts';
import type { Storage } from './ports.ts';

/**
 * ChannelFailing, for each channel: at once when one begins to fail or delivers again, and by the outbox timer, which makes up for a crash in
 * between. The records of channels lie in a partition of their own, because a channel may be called as anything.
 */
export async function judgeChannels(
  app: AppContext,
  configuration: Configuration,
  storage: Storage,
  log: Log,
): Promise<void> {
  if (configuration.role === 'witness') return;
  const [failing, records] = await Promise.all([readFailing(storage), storage.subjects.load(DISPATCH)]);
  const names = new Set(configuration.channels.map(({ name }) => name));
  const context = (): DecisionContext => ({ shard: DISPATCH, rulesOf: () => configuration.alerts, nowMs: app.now() });
  const decideOf = (name: string): Decide => {
    const reason = failing.get(name);
    const facts = reason === undefined ? {} : { failing: reason };
    return (stored, again) => {
      // Somebody else judged meanwhile, and may know better: the next look decides.
      if (again) return undefined;
      const decision = decideSubject(
        stored,
        { kind: 'channel', key: name },
        (given) => evaluateChannel({ ...given, facts }),
        context(),
      );
      const isNew = JSON.stringify(stored) !== JSON.stringify(decision.record);
      return isNew || decision.outbox.length > 0 ? decision : undefined;
    };
  };
  const asked = [...names].filter((name) => failing.has(name) || records.has(name));
  const decides = new Map(asked.map((name) => [name, decideOf(name)]));
  const ports = { subjects: storage.subjects, queue: storage.queue };
  const { problems } = await commitShard({ shard: DISPATCH, records, decides, ...ports });
  const removal = await removeSubjects({
    loaded: new Map([[DISPATCH, records]]),
    isGone: ({ subject }) => !names.has(subject.key),
    ports,
    close: closeSubject,
    context,
  });
  for (const problem of [...problems, ...removal.problems]) samplingProblem(log, problem.subject, problem.message);
}
