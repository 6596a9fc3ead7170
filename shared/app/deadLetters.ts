import type { AppContext } from './context.ts';
import { deadLetterLost, type Log, refused } from './log.ts';

/** Characters; storage cuts shorter still. */
const LONGEST_BODY = 64 * 1024;
/** Fields in which senders put what nobody should keep: claims and callers of the activity log, keys of whoever configured it. */
const PRIVATE = /claims|caller|token|secret|password|signature|authorization|^sig$|^code$|key$/i;

/**
 * Keeps what could not be taken in, with its reason, so that nothing is lost. Never throws: where it cannot be kept the log has the reason.
 * @param reason expected, seen; repeats nothing secret
 */
export async function keepDeadLetter(
  app: AppContext,
  letter: { from: 'alert' | 'eventGrid'; reason: string; body: unknown },
  log: Log,
): Promise<void> {
  const { from, reason, body } = letter;
  refused(log, from, reason);
  try {
    const { deadLetters } = await app.ports.storage();
    await deadLetters.write({ atMs: app.now(), from, reason, body: keepable(body) });
  } catch (error) {
    deadLetterLost(log, from, error instanceof Error ? error.message : String(error));
  }
}

/** As text, without secrets. A text that is no JSON can be searched for them by their shape only. */
function keepable(body: unknown): string {
  const text = typeof body === 'string' ? body : asJson(body);
  return text
    .slice(0, LONGEST_BODY)
    .replace(/eyJ[\w-]+(\.[\w-]+)*/g, '…')
    .replace(/\b(sig|code|token|password)=[^&\s"']+/gi, '$1=…')
    .replace(/\b(Bearer|SharedAccessKey|AccountKey)([ =])[^\s";,]+/gi, '$1$2…');
}

function asJson(body: unknown): string {
  const text = JSON.stringify(body, (key, value: unknown) => (PRIVATE.test(key) ? '…' : value));
  return text ?? String(body);
}
