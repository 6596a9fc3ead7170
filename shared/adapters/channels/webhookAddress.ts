import { isIP } from 'node:net';
import { isPublicAddress } from './publicAddress.ts';

/** No message here holds the address: it is the key to the channel. */
type CheckedAddress = { ok: true; url: URL } | { ok: false; fault: string };

/**
 * May a message be sent there? HTTPS only, without a user name, and no literal address of a private network; where a name leads is judged
 * when it is connected (publicAddress.ts).
 * @param what the address of what, for people: `a Slack webhook`
 */
export function checkWebhookAddress(text: string, what: string, allowPrivateAddresses: boolean): CheckedAddress {
  const url = URL.parse(text.trim());
  if (url === null) return refused(what, 'is not an address');
  if (url.protocol !== 'https:') return refused(what, 'does not begin with https://');
  if (url.username !== '' || url.password !== '') return refused(what, 'holds a user name or a password');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isPublicAddress(literal) && !allowPrivateAddresses)
    return refused(what, 'points into a private network (set allowPrivateAddresses if that is meant)');
  return { ok: true, url };
}

function refused(what: string, seen: string): CheckedAddress {
  return {
    ok: false,
    fault: `The app setting was expected to hold the HTTPS address of ${what}, but what it holds ${seen}. Copy the address again from where it was made.`,
  };
}
