import type { ConditionName } from '../types.ts';
import { channelFailing } from './channelFailing.ts';
import { commitGapHigh } from './commitGapHigh.ts';
import type { Condition } from './definition.ts';
import { lagHigh } from './lagHigh.ts';
import { lagUnknown } from './lagUnknown.ts';
import { linkAbsent } from './linkAbsent.ts';
import { linkAddedOrRemoved } from './linkAddedOrRemoved.ts';
import { linkPending } from './linkPending.ts';
import { linkSuspended } from './linkSuspended.ts';
import { monitorLate } from './monitorLate.ts';
import { primaryThrottled } from './primaryThrottled.ts';
import { primaryUnreachable } from './primaryUnreachable.ts';
import { redoLagHigh } from './redoLagHigh.ts';
import { roleChangedElsewhere } from './roleChangedElsewhere.ts';
import { rpoBudgetBurn } from './rpoBudgetBurn.ts';
import { samplingBlind } from './samplingBlind.ts';
import { secondaryUndersized } from './secondaryUndersized.ts';
import { secondaryUnreachable } from './secondaryUnreachable.ts';
import { seedingStalled } from './seedingStalled.ts';
import { serverUnreachable } from './serverUnreachable.ts';
import { singleSecondary } from './singleSecondary.ts';
import { sourcesDisagree } from './sourcesDisagree.ts';
import { unprotected } from './unprotected.ts';

/** Every condition by its name: the one list that evaluation, configuration and reference go by. */
export const ALL_CONDITIONS: Record<ConditionName, Condition> = {
  LagHigh: lagHigh,
  LagUnknown: lagUnknown,
  LinkPending: linkPending,
  LinkAbsent: linkAbsent,
  LinkSuspended: linkSuspended,
  SeedingStalled: seedingStalled,
  CommitGapHigh: commitGapHigh,
  RedoLagHigh: redoLagHigh,
  PrimaryThrottled: primaryThrottled,
  SecondaryUndersized: secondaryUndersized,
  SecondaryUnreachable: secondaryUnreachable,
  PrimaryUnreachable: primaryUnreachable,
  ServerUnreachable: serverUnreachable,
  Unprotected: unprotected,
  SingleSecondary: singleSecondary,
  LinkAddedOrRemoved: linkAddedOrRemoved,
  RoleChangedElsewhere: roleChangedElsewhere,
  SourcesDisagree: sourcesDisagree,
  RpoBudgetBurn: rpoBudgetBurn,
  SamplingBlind: samplingBlind,
  MonitorLate: monitorLate,
  ChannelFailing: channelFailing,
};
