/** What is not told now, and who wanted it so. */
import type { GroupView } from '../../shared/views/notificationTypes.ts';
import type { SilenceView } from '../../shared/views/silenceTypes.ts';
import { row, showRows } from './rows.ts';
import { clockWords } from './words.ts';

/** Undefined: nobody said. Then what was shown stays. */
export function showSilences(silences: readonly SilenceView[] | undefined): void {
  if (silences === undefined) return;
  const standing = silences.filter(({ state }) => state !== 'ended');
  showRows(
    'silences',
    standing.map(({ state, match, author, comment, starts, ends }) => {
      const labels = Object.entries(match).map(([label, values]) => `${label} ${values.join(' or ')}`);
      const span = state === 'pending' ? `from ${clockWords(starts)} until` : 'until';
      return row(
        state === 'pending' ? 'to come' : 'silenced',
        state === 'pending' ? 'info' : 'warn',
        labels.join(', ') || 'everything',
        `${author}: ${comment}`,
        `${span} ${clockWords(ends)}`,
      );
    }),
  );
}

/** Groups that a channel would be told of, were it not for something. */
export function showHeld(groups: readonly GroupView[] | undefined): void {
  if (groups === undefined) return;
  showRows(
    'held',
    groups.flatMap(({ because, common, why, channel, since, firing }) => {
      if (because === null || because === 'unchanged') return [];
      const name = common.filter((value) => value !== '').join(', ') || 'alerts';
      const what = firing > 1 ? `${name} (${firing})` : name;
      return row(HELD_WORDS[because] ?? because, 'info', what, why, `${channel} · since ${clockWords(since)}`);
    }),
  );
}

const HELD_WORDS: Readonly<Record<string, string>> = {
  groupWait: 'gathering',
  groupInterval: 'next message',
  resolvedUntold: 'over',
  stormCap: 'storm',
};
