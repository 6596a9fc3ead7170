/**
 * The operation id Azure is given for an entry: a UUID made from the entry's own id, so that a second request for the same entry is
 * recognisable as one.
 */
export function operationId(entryId: string): string {
  const hex = entryId
    .toLowerCase()
    .replace(/[^0-9a-f]/g, '')
    .padEnd(32, '0')
    .slice(0, 32);
  // Version 8, variant 1 (RFC 9562): a UUID whose bits are our own affair.
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
