import { decide } from '../failover/decide.ts';
import type { DecisionInput, Explanation } from '../failover/types.ts';
import type { Incident, Verdict } from '../outage/types.ts';
import { collectFacts } from './collectFacts.ts';
import { decisionInput, readFence, readPaused } from './decisionInput.ts';
import type { World } from './evaluate.ts';
import { MOST_DATABASES, refuseTooLarge } from './groupSize.ts';
import type { GroupView } from './groupView.ts';
import { answerAfter, groupAfter, type Stop } from './personsStop.ts';
import type { ReactionPorts } from './ports.ts';
import type { ReactionSettings } from './types.ts';

/** While we are isolated, or have not looked yet, no answer would be believed, and asking would only take its timeouts. */
const BLIND: ReadonlySet<Verdict['name']> = new Set(['isolated', 'undecided']);

/**
 * Judged before the first call: the plan, every gate, and what follows, from what is stored and what the candidates say now.
 * @param incident the one that a person may have answered
 * @param stop a person ended the operation before
 */
export async function explainGroup(
  {
    view,
    world,
    ports,
    settings,
  }: {
    view: GroupView;
    world: World;
    ports: ReactionPorts;
    settings: ReactionSettings;
  },
  verdict: Verdict,
  incident: Pick<Incident, 'approval' | 'rejection'> | undefined,
  now: () => number,
  stop?: Stop,
): Promise<{ input: DecisionInput; explanation: Explanation }> {
  const ask = !BLIND.has(verdict.name) && view.members.length <= MOST_DATABASES;
  const [facts, paused, fenceAvailable] = await Promise.all([
    collectFacts(view, verdict, world.topology, ports, { ask }),
    readPaused(ports, now()),
    ask ? readFence(ports, settings.holder) : false,
  ]);
  const known = { evidence: world.evidence, operations: world.operations, facts, paused, fenceAvailable };
  const decided = { ...view, group: groupAfter(stop, view.group) };
  const input = decisionInput(decided, verdict, known, answerAfter(stop, incident), settings, now());
  const explanation = decide(input, settings.limits === undefined ? {} : { limits: settings.limits });
  return { input, explanation: refuseTooLarge(explanation, view.members.length) };
}
