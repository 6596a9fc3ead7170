import type { Plant } from './types.ts';

/** Thrown when a plant does not fit the source of today. */
export class StalePlantError extends Error {
  override name = 'StalePlantError';
}

/**
 * The file's text with the plant in it.
 * @throws StalePlantError when `before` is not there exactly once, or changes nothing.
 */
export function applyPlant(plant: Pick<Plant, 'name' | 'file' | 'before' | 'after'>, text: string): string {
  const { name, file, before, after } = plant;
  const parts = text.split(before);
  const times = before === '' ? 0 : parts.length - 1;
  if (times !== 1) {
    throw new StalePlantError(
      `The plant ${name} does not fit: expected its \`before\` once in ${file}, saw it ${times} times. Write it for the source of today.`,
    );
  }
  if (before === after) throw new StalePlantError(`The plant ${name} changes nothing.`);
  return parts.join(after);
}
