/** How long an operation waits, and for what. All in milliseconds. */
export interface OperationRules {
  /** @default 120_000 */
  leaseMs: number;
  /** The adapter gives up on the call after this. @default 30_000 */
  callTimeoutMs: number;
  /** How much longer than that a call that was given up may still arrive. @default 30_000 */
  callLingersMs: number;
  /** What was judged or captured longer ago is judged or captured again before a call. @default 20_000 */
  freshForMs: number;
  /** Between two looks. @default 5_000 */
  pollMs: number;
  /** A long-running operation is followed for so long, then read back. @default 1_800_000 */
  followForMs: number;
  /** After so long without an answer from what Azure shows, a person is asked. @default 3_600_000 */
  settleWithinMs: number;
  /** A candidate that cannot be judged for so long is a question for a person. @default 900_000 */
  judgeWithinMs: number;
  /** Calls for one database, all to the same candidate. @default 5 */
  mostAttempts: number;
  /** How far two clocks may be apart: the stated loss includes it. @default 2_000 */
  clockSkewMs: number;
  /** The old primary's return is watched for so long. @default 604_800_000 */
  watchReturnForMs: number;
  /** While waiting for a person or for a region. @default 60_000 */
  idleMs: number;
  /** Of one turn. @default 200 */
  movesPerTurn: number;
}

export const DEFAULT_OPERATION_RULES: OperationRules = {
  leaseMs: 120_000,
  callTimeoutMs: 30_000,
  callLingersMs: 30_000,
  freshForMs: 20_000,
  pollMs: 5_000,
  followForMs: 1_800_000,
  settleWithinMs: 3_600_000,
  judgeWithinMs: 900_000,
  mostAttempts: 5,
  clockSkewMs: 2_000,
  watchReturnForMs: 604_800_000,
  idleMs: 60_000,
  movesPerTurn: 200,
};

/** Rules that were checked before: every turn asks, and the numbers do not change. */
const checked = new WeakSet<OperationRules>();

/**
 * Nobody else may take the fence while our call can still arrive: that is what keeps two deployments from forcing two candidates.
 * @throws Error when the numbers do not keep that promise.
 */
export function checkOperationRules(rules: OperationRules): void {
  if (checked.has(rules)) return;
  for (const [name, value] of Object.entries(rules)) {
    if (!Number.isFinite(value) || value <= 0) throw new Error(`${name}: expected a number above 0, saw ${value}`);
  }
  const least = rules.callTimeoutMs + rules.callLingersMs + rules.freshForMs + 2 * rules.clockSkewMs;
  if (rules.leaseMs < least) {
    throw new Error(
      `leaseMs: expected at least ${least} (callTimeoutMs + callLingersMs + freshForMs + twice clockSkewMs), saw ${rules.leaseMs}; a call could arrive after the fence was lost`,
    );
  }
  checked.add(rules);
}
