/**
 * Runs `task` over `items` in order, at most `concurrency` at once. `task` must not reject: what fails is its own to tell.
 * @param goOn asked before each item is begun; once it says no, the rest are left.
 * @returns the items that were not begun.
 */
export async function runBounded<T>(
  items: readonly T[],
  concurrency: number,
  task: (item: T) => Promise<void>,
  goOn: () => boolean = () => true,
): Promise<T[]> {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`Expected a concurrency of 1 or more, saw ${concurrency}.`);
  }
  let next = 0;
  const worker = async () => {
    while (next < items.length && goOn()) {
      const item = items[next] as T;
      next += 1;
      await task(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  return items.slice(next);
}
