/**
 * Runs `work` for every item, at most `concurrency` at the same time, and gives the results in the order of the items.
 * When one rejects, no further one is started and the first rejection is thrown after those under way have ended.
 * @throws RangeError when `concurrency` is not a whole number of 1 or more.
 */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  // NaN and Infinity pass a comparison with 1, so the check asks for a whole number.
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`expected a concurrency of 1 or more; saw ${concurrency}`);
  }
  const [only] = items;
  if (items.length === 1) return [await work(only as Item, 0)];
  const results = new Array<Result>(items.length);
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      const item = items[index] as Item; // index is below items.length
      try {
        results[index] = await work(item, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
