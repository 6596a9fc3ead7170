import { sayDuration } from '../../alerting/spokenTime.ts';

/** Seconds as people say them. */
export function saySeconds(seconds: number): string {
  return sayDuration(seconds * 1_000);
}
