/** What is due later, done in order of its time when somebody next looks. */
export interface Agenda {
  at(atMs: number, run: (nowMs: number) => void): void;
  /** Takes out the earliest entry that is due at `nowMs`. */
  takeDue(nowMs: number): { atMs: number; run: (nowMs: number) => void } | undefined;
}

export function createAgenda(): Agenda {
  const entries: Array<{ atMs: number; run: (nowMs: number) => void }> = [];
  return {
    at(atMs, run) {
      // Entries of one moment keep the order in which they were made.
      let index = entries.length;
      while (index > 0 && (entries[index - 1]?.atMs ?? 0) > atMs) index -= 1;
      entries.splice(index, 0, { atMs, run });
    },
    takeDue(nowMs) {
      const first = entries[0];
      return first !== undefined && first.atMs <= nowMs ? entries.shift() : undefined;
    },
  };
}
