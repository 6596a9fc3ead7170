/**
 * The body of a request as text (UTF-8), read no further than `longestBytes`. Undefined when it is longer: then it was not read to its end.
 * @param body null where the request has none
 */
export async function limitedBody(
  body: AsyncIterable<Uint8Array> | null,
  longestBytes: number,
): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.byteLength;
    if (length > longestBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
