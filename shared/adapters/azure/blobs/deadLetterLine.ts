import type { DeadLetter } from '../../../reaction/ports.ts';

/** Enough to recognise what came; an event may hold 1 MB. */
export const LONGEST_BODY_BYTES = 16 * 1024;
const LONGEST_REASON_BYTES = 1024;

/** One line of JSON, its end included. `cutBytes` is there where the body was cut: how long it was. */
export function deadLetterLine({ atMs, from, reason, body }: DeadLetter): Buffer {
  const bytes = Buffer.byteLength(body);
  const line = {
    at: new Date(atMs).toISOString(),
    from,
    reason: cut(reason, LONGEST_REASON_BYTES),
    body: cut(body, LONGEST_BODY_BYTES),
    ...(bytes > LONGEST_BODY_BYTES ? { cutBytes: bytes } : {}),
  };
  return Buffer.from(`${JSON.stringify(line)}\n`, 'utf8');
}

/** At most so many bytes of UTF-8, never half a letter. */
function cut(text: string, most: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= most) return text;
  let end = most;
  // 10xxxxxx goes on with a letter that began before.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString('utf8');
}
