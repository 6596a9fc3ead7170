/** Values of a document as it was written, for the checks between fields: whatever else may be wrong with it. */
import { parseDuration } from './duration.ts';
import { valueAt } from './path.ts';

/** Milliseconds; undefined when the field is not readable: its own fault says so. */
export function durationAt(document: unknown, path: readonly PropertyKey[], fallback?: string): number | undefined {
  const value = valueAt(document, path) ?? fallback;
  return typeof value === 'string' ? parseDuration(value) : undefined;
}

/** The entries of a list; none when the field is no list. */
export function listAt(document: unknown, path: readonly PropertyKey[]): unknown[] {
  const value = valueAt(document, path);
  return Array.isArray(value) ? value : [];
}

/** The texts of a field that is one text or a list of them, each with its path. What is no text is left out. */
export function textsAt(document: unknown, path: readonly PropertyKey[]): Array<{ path: PropertyKey[]; text: string }> {
  const value = valueAt(document, path);
  if (typeof value === 'string') return [{ path: [...path], text: value }];
  return listAt(document, path).flatMap((text, index) =>
    typeof text === 'string' ? [{ path: [...path, index], text }] : [],
  );
}
