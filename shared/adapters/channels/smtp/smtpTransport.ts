import type { Channel } from '../../../config/types.ts';
import { openSmtpSocket } from './smtpSocket.ts';

export type SmtpSettings = Channel & { type: 'smtp' };

/** The one port where TLS begins with the first byte (RFC 8314). Everywhere else STARTTLS is demanded. */
const IMPLICIT_TLS_PORT = 465;

/** One conversation with the channel's mail server, never without TLS. Nothing is opened before it is used. */
export async function smtpTransport(
  { host, port, user }: SmtpSettings,
  password: string | undefined,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
) {
  const { createTransport } = await import('./sdk.ts');
  return createTransport({
    host,
    port,
    secure: port === IMPLICIT_TLS_PORT,
    requireTLS: port !== IMPLICIT_TLS_PORT,
    getSocket: (_socketOptions, callback) => {
      openSmtpSocket(host, port, signal).then(
        (connection) => callback(null, { connection }),
        (error: Error) => callback(error),
      );
    },
    // Without forceAuth a server that hides AUTH would be sent the message without a login.
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' }, forceAuth: true }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
