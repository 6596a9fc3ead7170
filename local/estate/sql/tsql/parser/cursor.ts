import type { SqlError } from '../sqlError.ts';
import { RESERVED_WORDS } from '../syntax/reservedWords.ts';
import { unexpected } from '../syntax/syntaxErrors.ts';
import type { Token } from '../syntax/token.ts';
import type { Condition, Expression, Query, Statement } from '../syntax/tree.ts';

/** The grammar's areas call each other through this, so that their files need not import one another in a ring. */
export interface Grammar {
  expression(cursor: Cursor): Expression;
  condition(cursor: Cursor): Condition;
  query(cursor: Cursor): Query;
  statement(cursor: Cursor): Statement;
}

const END: Token = { kind: 'end', text: '', upper: '', national: false, raw: '' };
const MAX_NESTING = 100;

/** Walks over tokens. Every refusal is a SqlError with SQL Server's wording. */
export class Cursor {
  readonly grammar: Grammar;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], grammar: Grammar) {
    this.#tokens = tokens;
    this.grammar = grammar;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? END;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  get atEnd(): boolean {
    return this.peek().kind === 'end';
  }

  mark(): number {
    return this.#at;
  }

  rewind(mark: number): void {
    this.#at = mark;
  }

  isWord(...words: string[]): boolean {
    return words.every((word, ahead) => this.peek(ahead).upper === word);
  }

  acceptWord(...words: string[]): boolean {
    if (!this.isWord(...words)) return false;
    this.#at += words.length;
    return true;
  }

  expectWord(word: string): void {
    if (!this.acceptWord(word)) throw this.unexpected();
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#at += 1;
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected();
  }

  isName(): boolean {
    const token = this.peek();
    return token.kind === 'quotedName' || (token.kind === 'word' && !RESERVED_WORDS.has(token.upper));
  }

  expectName(): string {
    if (!this.isName()) throw this.unexpected();
    return this.next().text;
  }

  expectVariable(): string {
    const token = this.peek();
    if (token.kind !== 'variable' || token.text.startsWith('@@')) throw this.unexpected();
    return this.next().text;
  }

  /** One or more, separated by commas. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.acceptSymbol(',')) items.push(read());
    return items;
  }

  /** Guards recursion: error 191, as SQL Server has it. @throws SqlError */
  nested<T>(read: () => T, tooDeep: () => SqlError): T {
    this.#depth += 1;
    try {
      if (this.#depth > MAX_NESTING) throw tooDeep();
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  /** At the end of the text SQL Server names the last token it read. */
  unexpected(): SqlError {
    const token = this.peek();
    if (token.kind !== 'end') return unexpected(token);
    const last = this.#tokens[this.#at - 1] ?? END;
    return unexpected({ ...last, upper: '' });
  }
}
