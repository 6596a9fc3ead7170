/** Handles that sp_prepare and sp_prepexec give out, for one session. */
export interface PreparedStatement {
  text: string;
  /** Parameter names in declared order, with their `@`. */
  parameterNames: string[];
}

const MAXIMUM_HANDLES = 10_000;

export class PreparedStatements {
  private readonly statements = new Map<number, PreparedStatement>();
  private nextHandle = 1;

  /** Returns the handle, or null when the session already holds too many. */
  prepare(text: string, declaration: string): number | null {
    if (this.statements.size >= MAXIMUM_HANDLES) return null;
    const handle = this.nextHandle++;
    this.statements.set(handle, { text, parameterNames: declaredNames(declaration) });
    return handle;
  }

  find(handle: number): PreparedStatement | undefined {
    return this.statements.get(handle);
  }

  /** False when there was no such handle. */
  release(handle: number): boolean {
    return this.statements.delete(handle);
  }

  clear(): void {
    this.statements.clear();
  }
}

/** The names in a declaration such as `@id int, @amount decimal(10,2) OUTPUT`. */
export function declaredNames(declaration: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let expecting = true;
  for (const { 0: piece } of declaration.matchAll(/@[\p{L}\p{N}_@#$]+|[(),]/gu)) {
    if (piece === '(') depth++;
    else if (piece === ')') depth--;
    else if (piece === ',') expecting = depth === 0 || expecting;
    else if (expecting) {
      names.push(piece);
      expecting = false;
    }
  }
  return names;
}
