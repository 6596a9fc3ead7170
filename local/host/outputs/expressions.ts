/** Binding expressions in a blob path: `{rand-guid}`, `{DateTime}`, and names of the trigger's metadata. */
import { randomUUID } from 'node:crypto';
import type { RpcTypedData } from '../worker/types.ts';

/**
 * Fills the expressions in, names without regard to case.
 * @throws Error for a name that the trigger does not provide.
 */
export function resolveExpressions(template: string, metadata: Record<string, RpcTypedData>, nowMs: number): string {
  return template.replace(/\{([^{}]+)\}/g, (_whole, name: string) => {
    if (/^rand-guid$/i.test(name)) return randomUUID();
    if (/^datetime$/i.test(name)) return new Date(nowMs).toISOString();
    const found = Object.entries(metadata).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    const value = found?.string ?? found?.int ?? found?.double;
    if (value === undefined)
      throw new Error(
        `No value for the binding expression {${name}} in "${template}"; the trigger provides: ${Object.keys(metadata)}.`,
      );
    return String(value);
  });
}
