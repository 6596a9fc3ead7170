/** Values on their way into output bindings. */
import type { RpcTypedData } from '../worker/types.ts';

/** The JavaScript value that the worker sent; bytes as a Buffer. */
export function fromTyped(data: RpcTypedData): unknown {
  if (data.json !== undefined) return JSON.parse(data.json);
  if (data.bytes !== undefined) return Buffer.from(data.bytes);
  return data.string ?? data.int ?? data.double;
}

/** An array is several messages or rows; anything else is one. */
export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Text as it is, everything else as JSON. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Bytes as they are, everything else as UTF-8. */
export function asBytes(value: unknown): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(asText(value));
}
