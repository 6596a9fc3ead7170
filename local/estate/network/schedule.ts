/** What is to be done later, so that closing can drop all of it. */

export interface Schedule {
  /** Runs it once after so many milliseconds, unless it is taken back or everything is dropped before. */
  after(delayMs: number, run: () => void): () => void;
  /** Drops what is waiting; from then on nothing is taken any more. Twice is fine. */
  close(): void;
}

/** The longest that a timer of Node can wait; nothing in a rehearsal comes near it. */
const LONGEST_MS = 2_147_483_647;

export function createSchedule(): Schedule {
  const waiting = new Set<NodeJS.Timeout>();
  let isClosed = false;
  return {
    after(delayMs, run) {
      if (isClosed) return () => {};
      const timer = setTimeout(
        () => {
          waiting.delete(timer);
          run();
        },
        Math.min(delayMs, LONGEST_MS),
      );
      waiting.add(timer);
      return () => {
        clearTimeout(timer);
        waiting.delete(timer);
      };
    },
    close() {
      isClosed = true;
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
