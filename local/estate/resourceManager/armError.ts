/** How Azure Resource Manager says no. */
import type { AzureRefusal } from '../model/types.ts';

/** Thrown by whatever refuses a request; the site turns it into the response. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'ArmError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** `{ "error": { "code", "message" } }`, as every provider behind Resource Manager answers. */
export function armErrorBody({ code, message }: { code: string; message: string }): {
  error: { code: string; message: string };
} {
  return { error: { code, message } };
}

/** What the model refused, as the SQL provider would put it. */
export function armErrorOf({ httpStatus, code, message }: AzureRefusal): ArmError {
  return new ArmError(httpStatus, code, message);
}
