export interface Question<T> {
  /** It did not answer last time: it waits behind the others, and gets half of the places at most. */
  isSuspect: boolean;
  /** Among suspects the one that was asked longest ago goes first, so that they take turns. */
  askedAtMs: number;
  /** Whether it may still be begun. */
  goOn: () => boolean;
  /** Must not reject. */
  ask: () => Promise<T>;
}

interface Waiting {
  askedAtMs: number;
  isSuspect: boolean;
  begin: () => Promise<void>;
}

/** Questions that may hang, beside the sweeps of one process and without a place in their lanes: no sample ever waits for one. */
export class QuestionQueue {
  readonly #most: number;
  readonly #healthy: Waiting[] = [];
  readonly #suspects: Waiting[] = [];
  #running = 0;
  #runningSuspects = 0;

  /**
   * @param most asked at the same time
   * @throws RangeError when it is not a whole number of 1 or more
   */
  constructor(most: number) {
    if (!Number.isSafeInteger(most) || most < 1)
      throw new RangeError(`expected 1 question at once or more; saw ${most}`);
    this.#most = most;
  }

  /** The answer, or undefined when its turn came too late. */
  put<T>({ isSuspect, askedAtMs, goOn, ask }: Question<T>): Promise<T | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
    const begin = async () => (goOn() ? ask().then(resolve, reject) : resolve(undefined));
    (isSuspect ? this.#suspects : this.#healthy).push({ askedAtMs, isSuspect, begin });
    this.#pump();
    return promise;
  }

  #pump(): void {
    for (let next = this.#next(); next !== undefined; next = this.#next()) void this.#run(next);
  }

  async #run({ isSuspect, begin }: Waiting): Promise<void> {
    this.#count(1, isSuspect);
    await begin();
    this.#count(-1, isSuspect);
    this.#pump();
  }

  #count(by: 1 | -1, isSuspect: boolean): void {
    this.#running += by;
    if (isSuspect) this.#runningSuspects += by;
  }

  #next(): Waiting | undefined {
    if (this.#running >= this.#most) return undefined;
    const healthy = this.#healthy.shift();
    if (healthy !== undefined) return healthy;
    if (this.#runningSuspects >= Math.max(1, Math.floor(this.#most / 2))) return undefined;
    let first = 0;
    for (const [index, { askedAtMs }] of this.#suspects.entries()) {
      if (askedAtMs < (this.#suspects[first]?.askedAtMs ?? askedAtMs)) first = index;
    }
    return this.#suspects.splice(first, 1)[0];
  }
}
