/** One end for everything that is done for one sample, step after step: one timer, and no signal that others would have to listen to. */
export class Deadline {
  /** What people are told: the time for the whole. */
  readonly timeoutMs: number;
  readonly #timer: NodeJS.Timeout;
  #hasPassed = false;
  #onPassed: (() => void) | undefined;

  /** @param leftMs of the whole, where some of it is used up already. Whoever makes a deadline clears it when the work is done. */
  constructor(timeoutMs: number, leftMs: number = timeoutMs) {
    this.timeoutMs = timeoutMs;
    this.#timer = setTimeout(() => {
      this.#hasPassed = true;
      this.#onPassed?.();
    }, leftMs);
  }

  /** From now on this is called when the time is over, at once when it is over already. One step watches at a time. */
  watch(onPassed: () => void): void {
    this.#onPassed = onPassed;
    if (this.#hasPassed) onPassed();
  }

  unwatch(): void {
    this.#onPassed = undefined;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#onPassed = undefined;
  }
}
