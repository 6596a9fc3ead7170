import type { DeliveryResult } from '../../../alerting/ports.ts';
import { codeOf, connectionFailure } from '../connectionFailure.ts';

/** Message too big for the mailbox, or for the system (RFC 3463). */
const TOO_LARGE = /^The mail server answered 5\d\d 5\.(?:2\.3|3\.4)$/;

/** What nodemailer says of a failure, as far as it is used. */
interface SmtpError {
  responseCode?: unknown;
  response?: unknown;
  command?: unknown;
}

/**
 * What a failed SMTP conversation means. Built from codes only: a server's text may quote addresses.
 * 4xx is worth another try and 5xx is not (RFC 5321, 4.2.1).
 */
export function smtpFailure(error: unknown, timeoutMs: number): DeliveryResult {
  const { responseCode, response } = (typeof error === 'object' && error !== null ? error : {}) as SmtpError;
  const code = codeOf(error);
  // nodemailer puts its own ESOCKET over the code of a refused certificate; only the words are left to tell it by.
  if (code === 'ESOCKET' && error instanceof Error && /certificate/i.test(error.message)) {
    return {
      ok: false,
      retry: true,
      message:
        'The mail server showed a certificate that was not accepted, so neither password nor message was sent. ' +
        'Check the host name, and that the certificate is valid and issued by an authority that the app trusts.',
    };
  }
  if (code === 'ETLS') return unencrypted(responseCode);
  if (typeof responseCode === 'number' && responseCode >= 400 && responseCode < 600) {
    const seen = `The mail server answered ${responseCode}${enhanced(response)}`;
    if (TOO_LARGE.test(seen))
      return { ok: false, retry: false, tooLarge: true, message: `${seen}: the mail was too large.` };
    if (responseCode < 500) return { ok: false, retry: true, message: `${seen}: it could not take the message now.` };
    return { ok: false, retry: false, message: `${seen}: ${whatToDo(responseCode, code)}` };
  }
  if (code === 'EAUTH') {
    return {
      ok: false,
      retry: false,
      message:
        'The mail server offers no way to log in that is known here. Check host and port, or leave user and password out.',
    };
  }
  if (code === 'EMESSAGE' && error instanceof Error && error.message.includes('size')) {
    return {
      ok: false,
      retry: false,
      tooLarge: true,
      message: 'The mail is larger than the mail server says it takes.',
    };
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    return {
      ok: false,
      retry: false,
      message: `The message could not be made (${code}). Check the addresses in from and to.`,
    };
  }
  return { ok: false, retry: true, message: `The mail server ${connectionFailure(error, timeoutMs).sentence}.` };
}

/** A server that refuses STARTTLS for good will refuse it again; one that broke off may not. */
function unencrypted(responseCode: unknown): DeliveryResult {
  const message =
    'The mail server did not begin an encrypted conversation, so neither password nor message was sent. ' +
    'Use port 465 for TLS from the first byte, or 587 for STARTTLS, and check which one the server offers.';
  const forGood = typeof responseCode === 'number' && responseCode >= 500;
  return forGood ? { ok: false, retry: false, message } : { ok: false, retry: true, message };
}

function whatToDo(responseCode: number, code: string | undefined): string {
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 534 || responseCode === 535) {
    return 'it did not accept user and password. Check both, and whether the account may send by SMTP.';
  }
  if (responseCode === 550 || responseCode === 551 || responseCode === 553 || responseCode === 554) {
    return 'it refused the sender or every recipient. Check from and to, and whether the account may send in that name.';
  }
  if (responseCode === 552) return 'a mailbox is full.';
  return 'trying again would not help. Look at the log of the mail server.';
}

/** The enhanced status code (RFC 3463), for example ` 5.7.8`. */
function enhanced(response: unknown): string {
  const found = typeof response === 'string' ? /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) : null;
  return found === null ? '' : ` ${found[1]}`;
}
