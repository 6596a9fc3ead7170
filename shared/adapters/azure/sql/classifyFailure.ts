import type { FailureKind, SampleFailure } from '../../../replication/types.ts';
import { CERTIFICATE_CODES, ERROR_TABLE, NETWORK_CODES } from './errorTable.ts';
import { adviceFor, type FailureContext } from './failureAdvice.ts';
import { DeadlinePassed, EncryptionRefused, NoToken, NotTds, type ServerMessage, SqlFailure } from './sqlErrors.ts';

/** What was seen, before it is put into a sentence. */
interface Seen {
  kind: FailureKind;
  number?: number;
  /** For the sentence: "saw …". */
  seen: string;
}

/**
 * Why a sample failed, in words that say whose trouble it is: what was expected, what was seen, what to do. Never throws, and never
 * repeats a token or a password: only the server's own messages and the codes of the network are quoted.
 */
export function classifyFailure(error: unknown, context: FailureContext): SampleFailure {
  const { kind, number, seen } = see(error);
  const message = `Expected ${context.database} on ${context.host} to answer, saw ${seen}. ${adviceFor(kind, number, seen, context)}`;
  return { kind, ...(number === undefined ? {} : { number }), message };
}

function see(error: unknown): Seen {
  if (error instanceof NoToken) return { kind: 'identity', seen: `no access token: ${short(error.message)}` };
  if (error instanceof DeadlinePassed) return ofDeadline(error);
  const messages = error instanceof SqlFailure ? error.messages : [];
  const said = mostTelling(messages);
  if (said !== undefined) return ofServer(said);
  return ofCauses(causesOf(error));
}

function ofDeadline({ phase, timeoutMs }: DeadlinePassed): Seen {
  if (phase === 'token') return { kind: 'identity', seen: `no access token within ${timeoutMs} ms` };
  return { kind: 'unreachable', seen: `no answer to the ${phase} within ${timeoutMs} ms` };
}

/** 18456 accompanies other refusals (a database that cannot be opened, for one): the other says why. */
function mostTelling(messages: readonly ServerMessage[]): ServerMessage | undefined {
  return (
    messages.find(({ number }) => number !== 18456 && number in ERROR_TABLE) ??
    messages.find(({ number }) => number in ERROR_TABLE) ??
    messages[0]
  );
}

function ofServer({ number, state, message }: ServerMessage): Seen {
  const { kind, meaning } = ERROR_TABLE[number] ?? {
    kind: 'other' as const,
    meaning: 'an error that is not in our table',
  };
  return { kind, number, seen: `error ${number}, state ${state}: ${meaning} (${short(message)})` };
}

function ofCauses(causes: Error[]): Seen {
  for (const cause of causes) {
    if (cause instanceof EncryptionRefused)
      return { kind: 'encryptionRefused', seen: 'a server that declines encryption' };
    if (cause instanceof NotTds) return { kind: 'garbage', seen: cause.message };
    if (cause instanceof RangeError) return { kind: 'garbage', seen: cause.message };
  }
  for (const code of causes.map(codeOf)) {
    if (CERTIFICATE_CODES.has(code))
      return { kind: 'certificate', seen: `a certificate that is not trusted (${code})` };
  }
  for (const code of causes.map(codeOf)) {
    const known = NETWORK_CODES[code];
    if (known !== undefined) return { kind: known.kind, seen: `${code}: ${known.meaning}` };
  }
  // The driver's parser fails with plain errors of its own: then what came was no proper TDS.
  const [first] = causes;
  const code = first === undefined ? '' : codeOf(first);
  if (code === 'ESOCKET' || /closed|hang up/.test(first?.message ?? '')) {
    return { kind: 'unreachable', seen: `a lost connection (${short(first?.message ?? '')})` };
  }
  if (/unknown (token )?type|unexpected|parse/i.test(first?.message ?? '')) {
    return { kind: 'garbage', seen: `an answer that cannot be read (${short(first?.message ?? '')})` };
  }
  return { kind: 'other', seen: short(first?.message ?? 'an unknown error') };
}

/** The error, what it wraps and what that wraps, without end in a circle. */
function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  const open: unknown[] = [error];
  while (open.length > 0 && found.length < 20) {
    const one = open.shift();
    if (!(one instanceof Error) || found.includes(one)) continue;
    if (!(one instanceof SqlFailure)) found.push(one);
    open.push(one.cause, ...(one instanceof AggregateError ? one.errors : []));
  }
  return found;
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** One line of at most 300 characters; nothing that looks like a token. */
function short(text: string): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/eyJ[\w-]+(\.[\w-]+)*/g, '…')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line.replace(/\.$/, '');
}
