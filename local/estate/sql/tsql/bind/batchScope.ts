import { SqlError } from '../sqlError.ts';
import type { SqlType } from '../types/sqlType.ts';
import { undeclaredVariable } from './nameErrors.ts';

/** What is known of a whole batch while it is compiled: where it runs, and its variables. */
export class BatchScope {
  readonly inMaster: boolean;
  readonly #variables = new Map<string, { slot: number; type: SqlType }>();

  constructor(inMaster: boolean) {
    this.inMaster = inMaster;
  }

  /** @throws SqlError 134 when the name is taken */
  declare(name: string, type: SqlType): number {
    const key = name.toLowerCase();
    if (this.#variables.has(key)) {
      throw new SqlError(
        134,
        15,
        `The variable name '${name}' has already been declared. Variable names must be unique within a query batch or stored procedure.`,
      );
    }
    const slot = this.#variables.size;
    this.#variables.set(key, { slot, type });
    return slot;
  }

  /** @throws SqlError 137 */
  variable(name: string): { slot: number; type: SqlType } {
    const known = this.#variables.get(name.toLowerCase());
    if (known === undefined) throw undeclaredVariable(name);
    return known;
  }

  get variableCount(): number {
    return this.#variables.size;
  }
}
