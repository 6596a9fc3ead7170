import { syntaxError } from './kqlError.ts';
import type { Token } from './tokenize.ts';

/** Tokens one after the other, with a look at the next. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  take(): Token {
    const token = this.next;
    this.#at += 1;
    return token;
  }

  /** Takes the next token when it is this word or symbol. */
  accepts(text: string): boolean {
    const { kind } = this.next;
    if (this.next.text !== text || (kind !== 'name' && kind !== 'symbol')) return false;
    this.#at += 1;
    return true;
  }

  /** @throws KqlError when it is something else */
  expect(text: string): void {
    if (!this.accepts(text)) throw this.unexpected();
  }

  /** @throws KqlError when the next is no name */
  name(): string {
    const token = this.take();
    if (token.kind !== 'name') throw syntaxError(token.text || 'end of query');
    return token.text;
  }

  unexpected(): Error {
    return syntaxError(this.next.text || 'end of query');
  }
}
