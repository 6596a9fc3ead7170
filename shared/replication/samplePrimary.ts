import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd } from '../topology/types.ts';
import { type ObservedLink, observeLinks, observeSwapped } from './observeLinks.ts';
import type { ReplicationSampler } from './ports.ts';
import type { Primary } from './primaries.ts';
import type { SweepResult } from './sweepResult.ts';
import type { DatabaseSample } from './types.ts';

/** One primary asked, and where its roles have changed the other end too; what was met is counted in `result`. Never throws. */
export async function samplePrimary(
  primary: Primary,
  sampler: ReplicationSampler,
  result: SweepResult,
  now: () => number,
): Promise<{ sample: DatabaseSample; observed: ObservedLink[] }> {
  result.sampled += 1;
  const sample = await ask(sampler, primary.end, now);
  if (!sample.ok) result.failed += 1;
  const observed = observeLinks(primary, sample);
  result.unknownRows.push(...observed.unknown);
  if (observed.swapped.length === 0) return { sample, observed: observed.links };
  const turned = await Promise.all(
    observed.swapped.map(async (link) => {
      result.swapped.push(link.linkKey);
      return observeSwapped(link, await ask(sampler, link.secondary, now));
    }),
  );
  return { sample, observed: [...observed.links, ...turned] };
}

/** The port promises not to throw; a sweep over thousands does not stake everything on that. */
async function ask(sampler: ReplicationSampler, end: LinkEnd, now: () => number): Promise<DatabaseSample> {
  try {
    return await sampler.sample(end);
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    const message = `Expected a sample of ${databaseKey(end)}, saw an error of our own: ${seen}. Please report it.`;
    return { ok: false, atMs: now(), failure: { kind: 'other', message } };
  }
}
