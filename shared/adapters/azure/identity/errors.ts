/** Thrown when no token could be had. The message names the endpoint's kind and what to do, never a token. */
export class IdentityFailure extends Error {
  /** `unreachable`: nobody answered; `refused`: somebody did, and said no; `timeout`: no answer in time. */
  readonly reason: 'unreachable' | 'refused' | 'timeout';

  constructor(reason: IdentityFailure['reason'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'IdentityFailure';
    this.reason = reason;
  }
}
