import type { Gate } from './bounded.ts';

interface Waiting {
  turn: number;
  begin: () => void;
}

/**
 * A bound on how much runs at once, shared by several sweeps of one process. Whoever came first is served first as long as it wants more:
 * sweeps that begin together end one after the other, and the storing of one goes on while the next samples.
 */
export class Places {
  readonly #most: number;
  readonly #waiting: Waiting[] = [];
  #taken = 0;
  #turns = 0;

  /** @throws RangeError when `most` is not a whole number of 1 or more. */
  constructor(most: number) {
    if (!Number.isSafeInteger(most) || most < 1) throw new RangeError(`expected 1 place or more; saw ${most}`);
    this.#most = most;
  }

  /** For one who comes now: behind everybody who came before. */
  gate(): Gate {
    this.#turns += 1;
    const turn = this.#turns;
    return { take: () => this.#take(turn), giveBack: () => this.#giveBack() };
  }

  async #take(turn: number): Promise<void> {
    if (this.#taken < this.#most) {
      this.#taken += 1;
      return;
    }
    await new Promise<void>((begin) => this.#waiting.push({ turn, begin }));
  }

  #giveBack(): void {
    const turn = this.#waiting.reduce((first, one) => Math.min(first, one.turn), Number.POSITIVE_INFINITY);
    const next = this.#waiting.findIndex((one) => one.turn === turn);
    const served = next < 0 ? undefined : this.#waiting.splice(next, 1)[0];
    // The place goes from hand to hand: it is never free in between.
    if (served === undefined) this.#taken -= 1;
    else served.begin();
  }
}
