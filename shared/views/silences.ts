import type { Silence } from '../alerting/dispatch/types.ts';
import type { SilencesView, SilenceView } from './silenceTypes.ts';
import { iso } from './time.ts';

const ORDER: ReadonlyArray<SilenceView['state']> = ['active', 'pending', 'ended'];

export function toSilencesView(silences: readonly Silence[], nowMs: number): SilencesView {
  const views = silences.map((silence) => toSilenceView(silence, nowMs));
  const rank = ({ state }: SilenceView) => ORDER.indexOf(state);
  return { silences: views.sort((one, other) => rank(one) - rank(other) || one.ends.localeCompare(other.ends)) };
}

export function toSilenceView(silence: Silence, nowMs: number): SilenceView {
  const { id, match, author, comment, startsAtMs, endsAtMs, createdAtMs, endedBy } = silence;
  return {
    id,
    state: endsAtMs <= nowMs ? 'ended' : startsAtMs <= nowMs ? 'active' : 'pending',
    match,
    author,
    comment,
    starts: iso(startsAtMs),
    ends: iso(endsAtMs),
    created: iso(createdAtMs),
    endedBy: endedBy ?? null,
  };
}
