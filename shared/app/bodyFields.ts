import { LONGEST_COMMENT } from '../access/approval.ts';
import { problemReply, type Reply } from '../views/reply.ts';

export interface FieldFault {
  field: string;
  /** Expected, seen. */
  sentence: string;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
/** A name longer than this is none. */
export const LONGEST_NAME = 200;

/** Reads the fields of a body one by one and keeps every fault, so that whoever sent it mends all of them at once. */
export class BodyFields {
  readonly faults: FieldFault[] = [];
  readonly #fields: Record<string, unknown>;
  readonly #known = new Set<string>();

  constructor(fields: Record<string, unknown>) {
    this.#fields = fields;
  }

  /** One of these; undefined, with a fault, when it is none. */
  choice<const Value extends string>(field: string, values: readonly Value[]): Value | undefined {
    const given = this.#take(field);
    const found = values.find((value) => value === given);
    if (found === undefined) {
      this.#fault(field, `Expected ${values.map((value) => `'${value}'`).join(' or ')}, saw ${shown(given)}.`);
    }
    return found;
  }

  /** A text that is not empty; '' with a fault otherwise. On one line unless `lines`. */
  text(field: string, { longest, lines = false }: { longest: number; lines?: boolean }): string {
    const given = this.#take(field);
    const text = typeof given === 'string' ? tidy(given, lines) : '';
    if (text === '') this.#fault(field, `Expected a text, saw ${shown(given)}.`);
    else if (text.length > longest) this.#fault(field, `Expected at most ${longest} characters, saw ${text.length}.`);
    else return text;
    return '';
  }

  /** Who speaks: whoever signed in, else whoever the body names. */
  name(principal: string | undefined, field = 'by'): string {
    const signedIn = tidy(principal ?? '', false).slice(0, LONGEST_NAME);
    if (signedIn === '') return this.text(field, { longest: LONGEST_NAME });
    this.#known.add(field);
    return signedIn;
  }

  /** Whatever it is; undefined when it is absent. */
  value(field: string): unknown {
    return this.#take(field);
  }

  /** A moment in ISO 8601 with its offset, as milliseconds; undefined when it is absent, or wrong, which is a fault. */
  moment(field: string): number | undefined {
    const given = this.#take(field);
    if (given === undefined) return undefined;
    const atMs = typeof given === 'string' && MOMENT.test(given) ? Date.parse(given) : Number.NaN;
    if (Number.isFinite(atMs)) return atMs;
    this.#fault(field, `Expected a moment such as '2026-11-22T18:00:00Z', saw ${shown(given)}.`);
    return undefined;
  }

  comment(): string {
    return this.text('comment', { longest: LONGEST_COMMENT, lines: true });
  }

  /** Seconds of 0 or more, as milliseconds; undefined when the field is absent, or wrong, which is a fault. */
  seconds(field: string, most: number): number | undefined {
    const given = this.#take(field);
    if (given === undefined) return undefined;
    if (typeof given === 'number' && given >= 0 && given <= most) return Math.round(given * 1_000);
    this.#fault(field, `Expected a number of seconds from 0 to ${most}, saw ${shown(given)}.`);
    return undefined;
  }

  /** Call it last: what nobody asked for is a misspelling. */
  refuseOthers(): void {
    for (const field of Object.keys(this.#fields)) {
      if (!this.#known.has(field)) this.#fault(field.slice(0, 50), `Expected only ${[...this.#known].join(', ')}.`);
    }
  }

  refuse(field: string, sentence: string): void {
    this.#fault(field, sentence);
  }

  /** 400 with every fault; undefined when there is none. */
  problem(): Reply | undefined {
    if (this.faults.length === 0) return undefined;
    const detail = this.faults.map(({ field, sentence }) => `${field}: ${sentence}`).join(' ');
    return problemReply(400, 'The body has faults', detail, { faults: this.faults });
  }

  #take(field: string): unknown {
    this.#known.add(field);
    return Object.hasOwn(this.#fields, field) ? this.#fields[field] : undefined;
  }

  #fault(field: string, sentence: string): void {
    this.faults.push({ field, sentence });
  }
}

/** Control characters have no business in what goes into messages and the audit. */
function tidy(text: string, lines: boolean): string {
  const wellFormed = text.toWellFormed().replace(/\r\n?/g, '\n');
  const kept = lines ? wellFormed.replace(/[^\P{Cc}\n\t]/gu, ' ') : wellFormed.replace(/[\p{Cc}\s]+/gu, ' ');
  return kept.trim();
}

function shown(given: unknown): string {
  if (given === undefined) return 'nothing';
  if (typeof given === 'string') return given.trim() === '' ? 'an empty text' : 'another text';
  if (given === null) return 'null';
  return Array.isArray(given) ? 'a list' : `a ${typeof given}`;
}
