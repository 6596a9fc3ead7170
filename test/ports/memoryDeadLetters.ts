import type { DeadLetter, DeadLetterStore } from '../../shared/reaction/ports.ts';

const DAY_MS = 86_400_000;

export interface MemoryDeadLetters extends DeadLetterStore {
  readonly letters: DeadLetter[];
}

/** Dead letters as they were written; whole days are removed, as the blobs are. */
export function createMemoryDeadLetters(): MemoryDeadLetters {
  const letters: DeadLetter[] = [];
  return {
    letters,
    write: async (letter) => void letters.push(letter),
    removeOlderThan: async (beforeMs, limit) => {
      const ended = (letter: DeadLetter) => (Math.floor(letter.atMs / DAY_MS) + 1) * DAY_MS <= beforeMs;
      const days = [...new Set(letters.filter(ended).map(({ atMs }) => Math.floor(atMs / DAY_MS)))]
        .sort()
        .slice(0, limit);
      const kept = letters.filter(({ atMs }) => !days.includes(Math.floor(atMs / DAY_MS)));
      letters.splice(0, letters.length, ...kept);
      return days.length;
    },
  };
}
