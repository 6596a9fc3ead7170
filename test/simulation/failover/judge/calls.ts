/** Of calls, and of what they did to Azure. */
import { whyUnfit } from '../replicas.ts';
import type { Send, Story } from '../story.ts';
import { type Complaint, firstOf } from './violation.ts';

export const sayCall = ({ mode, server, database, atMs }: Send): string =>
  `the ${mode} call for ${server}/${database} at ${atMs}`;

/** At most one accepted forced role change of one database away from one primary: an incident is of one primary. */
export function oneForcedRoleChange({ changes }: Story): Complaint {
  const seen = new Set<string>();
  return firstOf(changes, ({ database, from, mode, server }) => {
    if (mode !== 'forced') return undefined;
    const key = `${database} away from ${from}`;
    if (seen.has(key)) return `${key} was forced a second time, to ${server}`;
    seen.add(key);
    return undefined;
  });
}

export function oneCallForOneIntent({ sends }: Story): Complaint {
  const intents = new Set<string>();
  return firstOf(sends, (send) => {
    if (send.intentAtMs === undefined) return `${sayCall(send)} was made without its intent on record`;
    const key = `${send.operation?.id} ${send.linkKey} ${send.intentAtMs}`;
    if (intents.has(key)) return `${sayCall(send)} was the second one of its intent`;
    intents.add(key);
    return undefined;
  });
}

/** Never to an unfit, unknown or same-region candidate: by what the plan of the story says of it. */
export function everyCandidateIsFit({ sends, plan }: Story): Complaint {
  return firstOf(sends, (send) => {
    const why = whyUnfit(plan, send.server);
    if (why !== undefined) return `${sayCall(send)} went to an unfit candidate: ${why}`;
    return send.region === send.primary.region ? `${sayCall(send)} stays in the region of its primary` : undefined;
  });
}

export function everyCallHasTheFence({ sends }: Story): Complaint {
  return firstOf(sends, (send) => (send.fenceInForce ? undefined : `${sayCall(send)} was made without the fence`));
}

export function fenceTokensGrow({ tokens }: Story): Complaint {
  const index = tokens.findIndex((token, at) => at > 0 && token <= (tokens[at - 1] ?? 0));
  return index < 0 ? undefined : `fence token ${tokens[index]} came after ${tokens[index - 1]}`;
}

export function nothingIsFalselyVerified({ falselyVerified }: Story): Complaint {
  return falselyVerified[0] === undefined ? undefined : `${falselyVerified[0]} was verified and is no primary`;
}

/** Of what was committed until the loss was stated, no more is lost than was stated. */
export function theLossIsWithinWhatWasStated({ changes, sends }: Story): Complaint {
  return firstOf(changes, ({ database, server, mode, atMs, lostMs }) => {
    const calls = sends.filter((send) => send.database === database && send.server === server && send.atMs <= atMs);
    if (calls.length === 0) return `${server}/${database} became primary and nobody called`;
    if (mode !== 'forced') return undefined;
    const lost = calls.map((send) => lostMs(send.intentAtMs ?? send.atMs));
    const holds = calls.some(({ statedLossMs }, at) => (lost[at] ?? 0) <= (statedLossMs ?? -1));
    return holds
      ? undefined
      : `${server}/${database} lost ${Math.max(...lost)} ms, stated were ${calls.map((send) => send.statedLossMs)}`;
  });
}
