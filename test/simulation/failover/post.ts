import type { CallAnswer } from '../../../shared/operations/ports.ts';
import type { ReplicationLink } from '../../../shared/topology/types.ts';
import type { Deployment, Surroundings } from './deployment.ts';
import { isWithin } from './isWithin.ts';
import { RULES } from './operationRules.ts';
import type { Process } from './world.ts';

interface Sender {
  deployment: Deployment;
  process: Process;
  operationId: string;
}

/** One POST: it may arrive late, twice, or after everybody has stopped waiting for it. */
export async function post(
  around: Surroundings,
  sender: Sender,
  link: ReplicationLink,
  mode: 'planned' | 'forced',
): Promise<CallAnswer> {
  const { world, azure } = around;
  const fate = azure.nextFate();
  await recordSend(around, sender, link, mode);
  const arrive = (): CallAnswer => {
    const answer = azure.arrive(link, mode, fate);
    world.tell('Azure:', mode, 'call for', link.secondary.server, link.secondary.database, 'is', answer.kind, fate);
    return answer;
  };
  if (fate === 'arrivesLate' || fate === 'answerIsLost') {
    const takesMs = fate === 'arrivesLate' ? RULES.callTimeoutMs + world.upTo(RULES.callLingersMs) : world.upTo(40);
    world.at(world.nowMs + takesMs, arrive);
    return await timesOut(around, sender.process);
  }
  if (fate === 'arrivesTwice') world.at(world.nowMs + world.upTo(RULES.callLingersMs), arrive);
  return await world.effect(sender.process, 'POST', arrive, { takesMs: world.upTo(200) });
}

function timesOut({ world }: Surroundings, process: Process): Promise<CallAnswer> {
  const lost: CallAnswer = { kind: 'lost', message: 'timed out' };
  return world.effect(process, 'POST', () => lost, { takesMs: RULES.callTimeoutMs });
}

async function recordSend(
  { world, fence, plan, story }: Surroundings,
  { deployment, process, operationId }: Sender,
  link: ReplicationLink,
  mode: 'planned' | 'forced',
): Promise<void> {
  const operation = (await deployment.tables.operations.load(operationId))?.value;
  const index = operation?.steps.findIndex((each) => each.choice.candidate?.linkKey === link.linkKey) ?? -1;
  const step = operation?.steps[index];
  // Another worker may have begun to read back already; the intent itself, and its deadline, must be on record.
  const written = step?.intent;
  const intent = written !== undefined && world.nowMs + process.skewMs <= written.deadlineMs ? written : undefined;
  world.tell(process.name, 'sends a', mode, 'call for', link.secondary.server, link.secondary.database);
  story.sends.push({
    atMs: world.nowMs,
    deployment: deployment.name,
    operation,
    server: link.secondary.server,
    region: link.secondary.region,
    primary: { server: link.primary.server, region: link.primary.region },
    linkKey: link.linkKey,
    database: link.primary.database,
    mode,
    fenceInForce: intent !== undefined && fence.inForce(intent.fenceToken),
    pausedSinceMs: world.stormy ? plan.pauses.find((each) => isWithin(each, world.nowMs))?.fromMs : undefined,
    // What our clock called the moment, in the world's time.
    intentAtMs: intent === undefined ? undefined : intent.atMs - process.skewMs,
    judgedAtMs: step?.revalidated === undefined ? undefined : step.revalidated.atMs - process.skewMs,
    statedLossMs: step?.lossBoundMs,
    step: index,
  });
}
