import type { FedAuthEndpoint } from './fedAuth.ts';
import type { Login7 } from './login7.ts';
import type { ResponseStream } from './responseStream.ts';
import type { RpcParameterError, RpcRequest } from './rpcRequest.ts';
import type { ServerMessage } from './tokens.ts';
import type { TransactionRequest } from './transactionRequest.ts';
import type { ServerCertificate } from './transport.ts';

/** What a TDS connection asks of the server behind it. The connection knows the protocol, the server what it means. */
export interface TdsServices {
  readonly certificate: ServerCertificate;
  readonly fedAuthEndpoint: FedAuthEndpoint;
  /** Asked when the first bytes of a connection arrive. */
  onFirstBytes(): 'answer' | 'declineEncryption' | 'silence' | 'garbage';
  /** A LOGIN7 came in clear text: credentials are lost to whoever listens. */
  onClearTextLogin(): void;
  /** Judges a login; `clientAddress` is the client's IP address. */
  onLogin(login: Login7, client: { address: string; sessionId: number }): LoginOutcome;
  /** A login was answered to the end, whatever the answer. */
  onLoginCompleted(): void;
}

export type LoginOutcome =
  | { kind: 'accepted'; database: string; serve: RequestHandler }
  /** The answer stops half-way. */
  | { kind: 'stalled'; database: string }
  | { kind: 'refused'; messages: ServerMessage[] }
  | { kind: 'routed'; host: string; port: number }
  | { kind: 'silence' }
  | { kind: 'garbage' };

export type ClientRequest = { resetConnection: boolean } & (
  | { kind: 'batch'; text: string }
  | { kind: 'rpc'; call: RpcRequest }
  | { kind: 'badParameter'; error: RpcParameterError }
  | { kind: 'transaction'; request: TransactionRequest }
);

/**
 * How a request ended: `answered` with its last DONE written; `interrupted` by the signal with no final DONE; the
 * other three are what a sick server does.
 */
export type RequestEnd = 'answered' | 'interrupted' | 'silence' | 'reset' | 'garbage';

/** `signal` aborts at the client's attention and when the connection is lost. */
export type RequestHandler = (
  request: ClientRequest,
  response: ResponseStream,
  signal: AbortSignal,
) => Promise<RequestEnd>;
