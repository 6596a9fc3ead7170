import type { DeliveryResult } from '../../shared/alerting/ports.ts';
import type { Check } from '../types.ts';
import { failed, passed, splitSentence } from './checks.ts';

/**
 * What a channel's server said, as a check.
 * @param hint where the credentials are, for whoever reads the advice without what was seen
 */
export function judgeDelivery(name: string, expected: string, result: DeliveryResult, hint = ''): Check {
  if (result.ok) return passed(name, expected, result.detail);
  const { seen, advice } = splitSentence(result.message, 'See what was seen.');
  return failed(name, expected, seen, `${advice} ${hint}`.trim());
}
