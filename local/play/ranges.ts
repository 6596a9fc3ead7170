/** `stock-{1..3}` stands for stock-1, stock-2 and stock-3. */

const RANGE = /\{(\d+)\.\.(\d+)\}/;
const MOST = 10_000;

/**
 * Every text a range stands for; a text without a range stands for itself. The same range in several texts of one definition
 * runs in step, so expand them together with `expandTogether`.
 * @throws RangeError when the range runs backwards or is too large to be meant.
 */
export function expandRange(text: string): string[] {
  const match = RANGE.exec(text);
  if (!match) return [text];
  const [first, last] = [Number(match[1]), Number(match[2])];
  if (last < first || last - first >= MOST) {
    throw new RangeError(`${match[0]}: expected a range that runs upwards over at most ${MOST} numbers`);
  }
  return Array.from({ length: last - first + 1 }, (_, index) => text.replace(RANGE, String(first + index)));
}

/** Expands every range in a value (texts at any depth) in step: one copy of the value per number. */
export function expandTogether<T>(value: T): T[] {
  const match = RANGE.exec(JSON.stringify(value));
  if (!match) return [value];
  const count = expandRange(match[0]).length;
  const copies = (node: unknown, index: number): unknown => {
    if (typeof node === 'string') {
      const texts = expandRange(node);
      return texts.length === 1 ? node : texts[index];
    }
    if (Array.isArray(node)) return node.map((item) => copies(item, index));
    if (typeof node === 'object' && node !== null) {
      return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, copies(item, index)]));
    }
    return node;
  };
  return Array.from({ length: count }, (_, index) => copies(value, index) as T);
}
