/** A region's view of the estate, put together from listeners of its own. */
import type { RegionName } from '../model/types.ts';
import type { NameMapEntry, Vantage } from '../types.ts';

/** What one front end contributes to a vantage. */
export interface VantagePart {
  names: NameMapEntry[];
  environment?: Record<string, string>;
  close(): Promise<void>;
}

export type OpenVantagePart = (region: RegionName) => Promise<VantagePart>;

/**
 * Opens every part for the region. When one cannot open, those that did are closed again.
 * @throws what the part that failed reported.
 * @throws Error when two parts claim the same name and port: the map would hide one of them.
 */
export async function openVantage(region: RegionName, openers: OpenVantagePart[]): Promise<Vantage> {
  const outcomes = await Promise.allSettled(openers.map((open) => open(region)));
  const parts = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const close = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.close()));
  };
  try {
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const names = parts.flatMap((part) => part.names);
    refuseTwice(names);
    return { region, names, environment: Object.assign({}, ...parts.map((part) => part.environment ?? {})), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function refuseTwice(names: NameMapEntry[]): void {
  const seen = new Set<string>();
  for (const { name, port } of names) {
    const key = `${name.toLowerCase()}:${port}`;
    if (seen.has(key)) throw new Error(`Two listeners of a vantage claim ${key}; each name and port needs one.`);
    seen.add(key);
  }
}
