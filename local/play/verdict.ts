/** Whether an expectation holds at a moment. */
export interface Verdict {
  holds: boolean;
  /** What was seen instead, in words. */
  seen: string;
}
