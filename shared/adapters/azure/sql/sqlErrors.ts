/** Thrown before a login is sent, when the connection is not encrypted: the credentials have not left. */
export class EncryptionRefused extends Error {
  constructor() {
    super('the server declined encryption');
    this.name = 'EncryptionRefused';
  }
}

/** Thrown when what answers does not speak TDS. */
export class NotTds extends Error {
  constructor(seen: string) {
    super(seen);
    this.name = 'NotTds';
  }
}

export type Phase = 'token' | 'connection' | 'login' | 'query';

/** Thrown when the deadline passed; says what was being waited for. */
export class DeadlinePassed extends Error {
  readonly phase: Phase;
  readonly timeoutMs: number;
  constructor(phase: Phase, timeoutMs: number) {
    super(`no answer to the ${phase} within ${timeoutMs} ms`);
    this.name = 'DeadlinePassed';
    this.phase = phase;
    this.timeoutMs = timeoutMs;
  }
}

/** Thrown when no access token could be had. */
export class NoToken extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'NoToken';
  }
}

/** An error message of the server: an ERROR token. */
export interface ServerMessage {
  number: number;
  state: number;
  message: string;
}

/** Thrown when a login or a query failed, with every error message that the server sent about it. */
export class SqlFailure extends Error {
  readonly messages: readonly ServerMessage[];
  constructor(cause: unknown, messages: readonly ServerMessage[]) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'SqlFailure';
    this.messages = messages;
  }
}
