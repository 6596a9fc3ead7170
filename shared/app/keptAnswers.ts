/**
 * Answers that do not change, kept under their question; the oldest make room. A question that failed, or was answered with nothing, is
 * asked again.
 */
export class KeptAnswers<Answer> {
  readonly #most: number;
  readonly #answers = new Map<string, Promise<Answer | undefined>>();

  constructor(most: number) {
    this.#most = most;
  }

  once(question: string, ask: () => Promise<Answer | undefined>): Promise<Answer | undefined> {
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const forget = (): void => void this.#answers.delete(question);
    const asked = ask();
    asked.then((answer) => answer === undefined && forget(), forget);
    this.#answers.set(question, asked);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#most && oldest !== undefined) this.#answers.delete(oldest);
    return asked;
  }
}
