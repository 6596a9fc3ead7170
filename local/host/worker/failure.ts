/** Whatever was thrown, as the exception the host is told of. */
import type { RpcException } from './types.ts';

/** An Error keeps its message and stack; a string is the message; anything else is shown as JSON. */
export function describeFailure(thrown: unknown): RpcException {
  if (thrown instanceof Error || isErrorLike(thrown)) {
    return { message: thrown.message, ...(thrown.stack ? { stackTrace: thrown.stack } : {}) };
  }
  if (typeof thrown === 'string') return { message: thrown };
  return { message: JSON.stringify(thrown) ?? String(thrown) };
}

/** Errors of another realm (node:vm) are no instances of this realm's Error. */
function isErrorLike(value: unknown): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]';
}
