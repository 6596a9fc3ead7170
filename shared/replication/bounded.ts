/** A bound that is shared with others. */
export interface Gate {
  take(): Promise<void>;
  giveBack(): void;
}

const OPEN: Gate = { take: async () => {}, giveBack: () => {} };

/**
 * Runs `task` over `items` in order, at most `concurrency` at once. `task` must not reject: what fails is its own to tell.
 * @param goOn asked before each item is begun; once it says no, the rest are left.
 * @param gate passed before each item is begun; it is waited for without an item in hand.
 * @returns the items that were not begun.
 */
export async function runBounded<T>(
  items: readonly T[],
  concurrency: number,
  task: (item: T) => Promise<void>,
  goOn: () => boolean = () => true,
  gate: Gate = OPEN,
): Promise<T[]> {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`Expected a concurrency of 1 or more, saw ${concurrency}.`);
  }
  let next = 0;
  const isLeft = () => next < items.length && goOn();
  const worker = async () => {
    while (isLeft()) {
      await gate.take();
      try {
        if (!isLeft()) return;
        const item = items[next] as T;
        next += 1;
        await task(item);
      } finally {
        gate.giveBack();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  return items.slice(next);
}
