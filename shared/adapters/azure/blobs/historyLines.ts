import type { HistoryLine } from '../../../replication/types.ts';

/** An append may hold 4 MiB in every service version; blocks beyond that would need a newer one. */
const LARGEST_BLOCK = 4_000_000;
const NEW_LINE = 0x0a;

/** Lines as newline-delimited JSON, in blocks that one append takes. NULL lag is written as null. */
export function toBlocks(lines: readonly HistoryLine[]): Buffer[] {
  const blocks: Buffer[] = [];
  let texts: string[] = [];
  let bytes = 0;
  const close = () => {
    if (texts.length > 0) blocks.push(Buffer.from(texts.join('')));
    texts = [];
    bytes = 0;
  };
  for (const line of lines) {
    const text = lineText(line);
    const length = Buffer.byteLength(text);
    if (bytes + length > LARGEST_BLOCK) close();
    texts.push(text);
    bytes += length;
  }
  close();
  return blocks;
}

/** One line of JSON, its end included. */
export function lineText({ atMs, linkKey, state, lagSeconds, minLagSeconds, maxLagSeconds }: HistoryLine): string {
  return `${JSON.stringify({ atMs, linkKey, state, lagSeconds, minLagSeconds, maxLagSeconds })}\n`;
}

/** The lines of all links, as they stand. A line that cannot be read is left out. Texts that repeat are held once: an hour may hold 600,000 lines. */
export function allLinesOf(bytes: Buffer): HistoryLine[] {
  const texts = new Map<string, string>();
  const once = <Text extends string>(text: Text): Text => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return (known ?? text) as Text;
  };
  const found: HistoryLine[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEW_LINE, from);
    const to = end < 0 ? bytes.length : end;
    const line = parseLine(bytes.toString('utf8', from, to));
    if (line !== undefined) found.push({ ...line, linkKey: once(line.linkKey), state: once(line.state) });
    from = to + 1;
  }
  return found;
}

/** The lines of one link, in order. A line that cannot be read is left out; one that a retry wrote twice counts once. */
export function linesOf(text: string, linkKey: string, sinceMs: number): HistoryLine[] {
  const mark = JSON.stringify(linkKey);
  const found = new Map<number, HistoryLine>();
  for (const raw of text.split('\n')) {
    // Most lines are other links': looking for the key is much cheaper than reading the JSON.
    if (!raw.includes(mark)) continue;
    const line = parseLine(raw);
    if (line !== undefined && line.linkKey === linkKey && line.atMs >= sinceMs) found.set(line.atMs, line);
  }
  return [...found.values()].sort((one, other) => one.atMs - other.atMs);
}

function parseLine(raw: string): HistoryLine | undefined {
  try {
    const { atMs, linkKey, state, lagSeconds, minLagSeconds, maxLagSeconds } = JSON.parse(raw) as Partial<HistoryLine>;
    const isLine = typeof atMs === 'number' && typeof linkKey === 'string' && typeof state === 'string';
    if (!isLine || (lagSeconds !== null && typeof lagSeconds !== 'number')) return undefined;
    return {
      atMs,
      linkKey,
      state,
      lagSeconds,
      ...(typeof minLagSeconds === 'number' ? { minLagSeconds } : {}),
      ...(typeof maxLagSeconds === 'number' ? { maxLagSeconds } : {}),
    };
  } catch {
    return undefined;
  }
}
