/** Names in certificates: what may stand there, and what a wildcard covers. */

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const DNS_NAME_LIMIT = 253;

/**
 * @throws Error when there is no name, or one is not a DNS name or `*.` before one: a certificate with it would be
 * made and then refused by every client, far from the mistake.
 */
export function checkCertificateNames(names: string[]): void {
  if (names.length === 0) throw new Error('A certificate needs at least one host name; none was given.');
  for (const name of names) {
    const labels = (name.startsWith('*.') ? name.slice(2) : name).split('.');
    if (name.length > DNS_NAME_LIMIT || labels.length < 2 || !labels.every((label) => LABEL.test(label))) {
      throw new Error(`A certificate name must be a DNS name or "*." before one; "${name}" is not.`);
    }
  }
}

/** Does a certificate with these names hold for the host? A wildcard stands for exactly one label (RFC 6125). */
export function certificateCovers(names: string[], host: string): boolean {
  const wanted = host.toLowerCase();
  const wildcard = `*${wanted.slice(wanted.indexOf('.'))}`;
  return names.some(
    (name) => name.toLowerCase() === wanted || (wanted.includes('.') && name.toLowerCase() === wildcard),
  );
}

/** `*.parent` for a host: the name that Azure's own certificates would carry for it. */
export function wildcardFor(host: string): string {
  return `*${host.slice(host.indexOf('.'))}`;
}
