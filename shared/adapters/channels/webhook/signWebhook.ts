import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = { least: 24, most: 64 };

/**
 * The key in a Standard Webhooks secret: `whsec_` and the base64 of 24 to 64 bytes (specification 1.0.0). Undefined for anything else.
 */
export function webhookKey(secret: string): Buffer | undefined {
  const text = secret.trim();
  if (!text.startsWith(PREFIX)) return undefined;
  const encoded = text.slice(PREFIX.length);
  const key = Buffer.from(encoded, 'base64');
  // Buffer skips what is no base64, and so would sign with another key than the receiver has.
  if (key.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) return undefined;
  return key.length >= SECRET_BYTES.least && key.length <= SECRET_BYTES.most ? key : undefined;
}

/**
 * The headers of one try (Standard Webhooks 1.0.0): the id stays the same in every try, the time is that of this one.
 * @param id without a full stop, because those part what is signed
 */
export function signWebhook(key: Buffer, { id, nowMs, body }: { id: string; nowMs: number; body: string }) {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
