import { parseDatabaseId } from '../../../topology/resourceId.ts';

/** One request takes so many resources (Azure Monitor, "metrics:getBatch"). */
export const LARGEST_BATCH = 50;

export interface Batch {
  subscriptionId: string;
  /** Lower case, each once. */
  resourceIds: string[];
}

/** Ids that one request may hold: of one subscription, at most LARGEST_BATCH. What is no database's id is left out. */
export function batchesOf(resourceIds: readonly string[]): Batch[] {
  const bySubscription = new Map<string, Set<string>>();
  for (const id of resourceIds) {
    const subscriptionId = parseDatabaseId(id)?.subscriptionId;
    if (subscriptionId === undefined) continue;
    const ids = bySubscription.get(subscriptionId) ?? new Set();
    bySubscription.set(subscriptionId, ids.add(id.toLowerCase()));
  }
  return [...bySubscription].flatMap(([subscriptionId, ids]) => {
    const all = [...ids];
    const count = Math.ceil(all.length / LARGEST_BATCH);
    return Array.from({ length: count }, (_, index) => ({
      subscriptionId,
      resourceIds: all.slice(index * LARGEST_BATCH, (index + 1) * LARGEST_BATCH),
    }));
  });
}
