/** Why an alert was refused: for HTTP 400 and a dead letter. Never holds claims, callers or anything outside the named field. */
export interface AlertFault {
  /** For example `data.essentials.firedDateTime`. */
  path: string;
  expected: string;
  seen: string;
}

/** Thrown inside this room only; evidenceFromAlert turns it into its answer. */
export class MalformedAlert extends Error {
  readonly fault: AlertFault;

  constructor(fault: AlertFault) {
    super(`${fault.path}: expected ${fault.expected}, saw ${fault.seen}`);
    this.name = 'MalformedAlert';
    this.fault = fault;
  }
}

const LONGEST_SEEN = 60;
/** Azure allows 256 KB for an alert: no honest list in one is longer. */
const LONGEST_LIST = 1_000;

/** One object of the alert with the path that led to it. Each reader gives what it promises or throws MalformedAlert. */
export class Part {
  readonly path: string;
  readonly #fields: Readonly<Record<string, unknown>>;

  /** @throws MalformedAlert when the value is no object. */
  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'an object', value);
    this.path = path;
    this.#fields = value as Record<string, unknown>;
  }

  object(name: string): Part {
    return new Part(this.#value(name), this.#at(name));
  }

  /** @throws MalformedAlert when it is no text, or an empty one. */
  text(name: string): string {
    const value = this.#value(name);
    if (typeof value !== 'string' || value.trim() === '') fail(this.#at(name), 'a text', value);
    return value.trim();
  }

  /** Null, absent and empty are the same: Azure writes all three. */
  optionalText(name: string): string | undefined {
    const value = this.#value(name);
    return value === undefined || value === null || value === '' ? undefined : this.text(name);
  }

  texts(name: string): string[] {
    return this.#list(name).map((value, index) => {
      if (typeof value !== 'string') fail(`${this.#at(name)}[${index}]`, 'a text', value);
      return value;
    });
  }

  objects(name: string): Part[] {
    return this.#list(name).map((value, index) => new Part(value, `${this.#at(name)}[${index}]`));
  }

  /** A moment as epoch milliseconds; undefined when it is not given. @throws MalformedAlert when it is given and is none. */
  optionalMoment(name: string): number | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    // Azure also writes `2026-11-22 02:10:00Z` and seven digits of a second; what has no zone is UTC.
    const iso = text.replace(' ', 'T');
    const atMs = Date.parse(/(z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
    if (!Number.isFinite(atMs)) fail(this.#at(name), 'a moment such as 2026-11-22T02:10:00Z', text);
    return atMs;
  }

  /** A list that Azure writes as a JSON text inside the JSON. */
  objectsInText(name: string): Part[] {
    const text = this.text(name);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      fail(this.#at(name), 'a JSON list written as a text', text);
    }
    return new Part({ [name]: value }, this.path).objects(name);
  }

  #list(name: string): unknown[] {
    const value = this.#value(name);
    if (!Array.isArray(value)) fail(this.#at(name), 'a list', value);
    if (value.length > LONGEST_LIST) fail(this.#at(name), `at most ${LONGEST_LIST} entries`, value);
    return value;
  }

  #value(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  #at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

/** @throws MalformedAlert always. */
export function fail(path: string, expected: string, value: unknown): never {
  throw new MalformedAlert({ path: path === '' ? 'the body' : path, expected, seen: shown(value) });
}

/** Short, and never what is inside an object. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (typeof value !== 'string') return String(value);
  const line = value.replace(/\s+/g, ' ');
  return `'${line.length > LONGEST_SEEN ? `${line.slice(0, LONGEST_SEEN)}…` : line}'`;
}
