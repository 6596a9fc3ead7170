import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Clock, EstateModel } from '../model/types.ts';
import type { MailMessage } from '../types.ts';
import { createMailbox } from './mailbox.ts';
import { readMail } from './readMail.ts';

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

/** Replies by mood, with the enhanced codes of RFC 3463: the first two ask for another try, the last does not. */
const MOODS = {
  throttled: [451, '4.7.1 Too many messages, try again later'],
  failing: [451, '4.3.0 Local error in processing, try again later'],
  tooLarge: [552, '5.3.4 Message size exceeds fixed maximum message size'],
} as const;

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
      void takeMail(stream, session).then((refused) => {
        if (!isSilent()) callback(refused);
      });
    },
  });

  async function takeMail(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    try {
      const mail = await readMail(await bytesOf(stream, maxBytes), session.envelope);
      const state = model.channelState('smtp');
      const mood = state === 'ok' || state === 'silent' ? undefined : MOODS[state];
      const refused = stream.sizeExceeded ? MOODS.tooLarge : mood;
      if (state !== 'silent') mailbox.keep(mail, refused === undefined);
      return refused === undefined ? null : reply(refused[0], refused[1]);
    } catch {
      // The client went away in mid-message, or sent what no parser reads.
      return reply(554, '5.6.0 Message cannot be read');
    }
  }

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

/** The whole stream is read, so that the reply comes when the client expects it; beyond the limit it is not kept. */
async function bytesOf(stream: SMTPServerDataStream, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
