const SEPARATOR = ' › ';

/** The full names of tests, from the order in which node's test runner says that they start. */
export class NamesAround {
  /** By process: those of different ones are not mixed. */
  readonly #paths = new Map<string, string[]>();

  start(of: string, nesting: number, name: string): void {
    const path = this.#paths.get(of) ?? [];
    path.length = nesting;
    path[nesting] = name;
    this.#paths.set(of, path);
  }

  /** The name after the names of the suites and tests that are around it. */
  full(of: string, nesting: number, name: string): string {
    return [...(this.#paths.get(of) ?? []).slice(0, nesting), name].join(SEPARATOR);
  }
}
