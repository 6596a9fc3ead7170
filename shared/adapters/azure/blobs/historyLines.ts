import type { HistoryLine } from '../../../replication/types.ts';

/** An append may hold 4 MiB in every service version; blocks beyond that would need a newer one. */
const LARGEST_BLOCK = 4_000_000;

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
  for (const { atMs, linkKey, state, lagSeconds } of lines) {
    const text = `${JSON.stringify({ atMs, linkKey, state, lagSeconds })}\n`;
    const length = Buffer.byteLength(text);
    if (bytes + length > LARGEST_BLOCK) close();
    texts.push(text);
    bytes += length;
  }
  close();
  return blocks;
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
    const { atMs, linkKey, state, lagSeconds } = JSON.parse(raw) as Partial<HistoryLine>;
    const isLine = typeof atMs === 'number' && typeof linkKey === 'string' && typeof state === 'string';
    if (!isLine || (lagSeconds !== null && typeof lagSeconds !== 'number')) return undefined;
    return { atMs, linkKey, state, lagSeconds };
  } catch {
    return undefined;
  }
}
