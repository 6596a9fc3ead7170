import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Clock, EstateModel } from '../model/types.ts';
import type { MailMessage } from '../types.ts';
import { createMailbox } from './mailbox.ts';
import { reply, takeMail } from './takeMail.ts';

export interface SmtpOptions {
  model: Pick<EstateModel, 'channelState'>;
  clock: Clock;
  /** PEM, of a certificate that names the server. */
  key: string;
  cert: string;
  user: string;
  password: string;
  /** @default DEFAULT_MAX_BYTES */
  maxBytes?: number;
}

export interface Smtp {
  port: number;
  /** Oldest first; refused ones too. */
  messages(): MailMessage[];
  close(): Promise<void>;
}

/** What relays commonly take. */
const DEFAULT_MAX_BYTES = 10 * 1024 * 1024;
const MAX_CLIENTS = 200;
const IDLE_TIMEOUT_MS = 60_000;
/** Whoever is still connected when the estate closes is cut off after this long. */
const CLOSE_TIMEOUT_MS = 200;

/**
 * A relay on a free loopback port: STARTTLS before anything else, then a login, then mail.
 * It behaves as the model's `smtp` channel says; while that is `silent` it does not even greet.
 */
export async function startSmtp(options: SmtpOptions): Promise<Smtp> {
  const { model, clock } = options;
  const mailbox = createMailbox('smtp', clock);
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  const isSilent = (): boolean => model.channelState('smtp') === 'silent';
  const server = new SMTPServer({
    key: options.key,
    cert: options.cert,
    authMethods: ['PLAIN', 'LOGIN'],
    // Neither a login nor a mail travels in clear text.
    allowInsecureAuth: false,
    authOptional: false,
    size: maxBytes,
    maxClients: MAX_CLIENTS,
    socketTimeout: IDLE_TIMEOUT_MS,
    closeTimeout: CLOSE_TIMEOUT_MS,
    disableReverseLookup: true,
    logger: false,
    onConnect(session, callback) {
      // As the large relays do, AUTH is not even offered before TLS.
      session.disabledCommands = ['AUTH'];
      if (!isSilent()) callback();
    },
    onSecure(_socket, session, callback) {
      session.disabledCommands = [];
      callback();
    },
    onMailFrom(_address, session, callback) {
      // What is not offered is not asked for either by the library: the rule that only a login may send is kept here.
      const maySend = session.secure && session.user === options.user;
      callback(maySend ? null : reply(530, '5.7.0 Authentication required'));
    },
    onAuth(login, _session, callback) {
      if (isSilent()) return;
      const isKnown = login.username === options.user && login.password === options.password;
      if (isKnown) callback(null, { user: options.user });
      else callback(reply(535, '5.7.8 Authentication credentials invalid'));
    },
    onData(stream, session, callback) {
      void takeMail(stream, session.envelope, { maxBytes, mailbox, model }).then((refused) => {
        if (!isSilent()) callback(refused);
      });
    },
  });

  // A client that breaks its connection must not end the estate.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve, reject) => listener.once('listening', resolve).once('error', reject));
  return {
    port: (listener.address() as AddressInfo).port,
    messages: mailbox.messages,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
