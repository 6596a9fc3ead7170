import { isIP } from 'node:net';
import { isPublicAddress } from './publicAddress.ts';

/** No message here holds the address: it is the key to the channel. */
export type CheckedAddress = { ok: true; url: URL } | { ok: false; fault: string };

/**
 * May a message be sent there? HTTPS only, without a user name, and no literal address of a private network; where a name leads is judged
 * when it is connected (publicAddress.ts).
 * @param what the address of what, for people: `a Slack webhook`
 * @param from where a person copies it from
 */
export function checkWebhookAddress(
  text: string,
  what: string,
  allowPrivateAddresses: boolean,
  from = 'where it was made',
): CheckedAddress {
  const refused = (seen: string): CheckedAddress => ({
    ok: false,
    fault: `The app setting was expected to hold the HTTPS address of ${what}, but what it holds ${seen}. Copy the address again from ${from}.`,
  });
  const url = URL.parse(text.trim());
  if (url === null) return refused('is not an address');
  if (url.protocol !== 'https:') return refused('does not begin with https://');
  if (url.username !== '' || url.password !== '') return refused('holds a user name or a password');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isPublicAddress(literal) && !allowPrivateAddresses)
    return refused('points into a private network (set allowPrivateAddresses if that is meant)');
  return { ok: true, url };
}
