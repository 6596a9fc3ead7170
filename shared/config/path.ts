import { shownKey } from './shown.ts';

export const DOCUMENT_PATH = '(document)';

/** `['channels', 1, 'port']` as `channels[1].port`; the document itself as `(document)`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? shownKey(String(part)) : `.${shownKey(String(part))}`;
  }
  return text === '' ? DOCUMENT_PATH : text;
}

/** The value at a path, or undefined when something on the way is missing or is not a container. */
export function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document;
  for (const part of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
  }
  return value;
}
