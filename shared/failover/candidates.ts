import type { Judge, JudgeContext } from './judgeContext.ts';
import { answerTooOld } from './refusals/answerTooOld.ts';
import { doesNotAnswer } from './refusals/doesNotAnswer.ts';
import { failoverGroupMember } from './refusals/failoverGroupMember.ts';
import { lagUnknownBeforeOnset } from './refusals/lagUnknownBeforeOnset.ts';
import { linkNotReplicating } from './refusals/linkNotReplicating.ts';
import { neverSampled } from './refusals/neverSampled.ts';
import { notASecondary } from './refusals/notASecondary.ts';
import { notGeo } from './refusals/notGeo.ts';
import { sameRegion } from './refusals/sameRegion.ts';
import { sampleTooOld } from './refusals/sampleTooOld.ts';
import { tierDiffers } from './refusals/tierDiffers.ts';
import type { CandidateFacts, Refusal } from './types.ts';

/** The rules that no configuration can switch off. Readiness checks are further judges, handed in beside these. */
export const JUDGES: readonly Judge[] = [
  sameRegion,
  notGeo,
  failoverGroupMember,
  neverSampled,
  sampleTooOld,
  linkNotReplicating,
  lagUnknownBeforeOnset,
  tierDiffers,
  doesNotAnswer,
  notASecondary,
  answerTooOld,
];

/**
 * Everything that speaks against a candidate, by name; an empty list means fit.
 * @param further judges beside the built-in ones; they can only add refusals
 */
export function judgeCandidate(
  facts: CandidateFacts,
  context: JudgeContext,
  further: readonly Judge[] = [],
): Refusal[] {
  return [...JUDGES, ...further].flatMap((judge) => judge(facts, context) ?? []);
}
