import { DEFAULT_OPERATION_RULES, type OperationRules } from '../../../shared/operations/rules.ts';

/** The product's rules in a world in which everything is quicker. */
export const RULES: OperationRules = {
  ...DEFAULT_OPERATION_RULES,
  leaseMs: 35_000,
  callTimeoutMs: 8_000,
  callLingersMs: 8_000,
  freshForMs: 12_000,
  pollMs: 3_000,
  idleMs: 10_000,
  followForMs: 60_000,
  settleWithinMs: 150_000,
  judgeWithinMs: 40_000,
  watchReturnForMs: 60_000,
};
