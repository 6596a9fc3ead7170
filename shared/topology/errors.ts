/** Why Resource Manager could not be read, in words that say whose trouble it is. */
export type ReadFailureKind =
  | 'identity' // no token: our own trouble
  | 'unauthorised' // 401: the token was refused
  | 'forbidden' // 403: the identity lacks a role
  | 'notFound' // 404: gone, or never there
  | 'throttled' // 429
  | 'unavailable' // 5xx
  | 'timeout' // no answer in time
  | 'unreachable' // no connection: DNS, refused, reset, certificate
  | 'garbage' // an answer that is not what the API version promises
  | 'other';

/** Thrown when a list could not be read from Resource Manager. The message never holds a token. */
export class ReadFailure extends Error {
  readonly kind: ReadFailureKind;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** Azure's own code, for example `AuthorizationFailed`. */
  readonly code: string | undefined;

  constructor(
    kind: ReadFailureKind,
    message: string,
    details: { status?: number; code?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ReadFailure';
    this.kind = kind;
    this.status = details.status;
    this.code = details.code;
  }
}
