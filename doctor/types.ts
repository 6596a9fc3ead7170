/** `not tried`: something before it failed, or there was nothing to try it with. */
export type CheckResult = 'ok' | 'warning' | 'failed' | 'not tried';

/** One thing that was looked at. No part of it holds a secret. */
export interface Check {
  /** For example `storage table` or `sql shop-we/orders`. */
  name: string;
  result: CheckResult;
  expected: string;
  seen: string;
  /** What to do; empty when there is nothing to do. */
  advice: string;
}

export interface Report {
  /** Nothing failed. */
  fit: boolean;
  checks: Check[];
}
