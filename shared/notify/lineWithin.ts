import { oneLine } from './plainText.ts';

/**
 * One line that is at most so many UTF-16 units long after it was written as a receiver wants it, never cut within a character of that
 * writing: who counts code points, counts no more.
 */
export function lineWithin(text: string, longest: number, write: (line: string) => string = (line) => line): string {
  const line = oneLine(text, longest);
  if (write(line).length <= longest) return write(line);
  // The most characters that have room: one more of them never takes less.
  let [fits, tooLong] = [1, longest];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (write(oneLine(line, middle)).length <= longest) fits = middle;
    else tooLong = middle;
  }
  return write(oneLine(line, fits));
}
