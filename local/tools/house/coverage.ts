/** docs/coverage.md: what is said to be covered names what carries it and what shows it; what is not says so. */
import type { Breach } from './rules.ts';

const SHOWN_BY = /`(test\/|local\/scenarios\/)[^`]+`/;
const CARRIED_BY = /`(functions|shared|doctor|dashboard|docs)\/[^`]+`/;
const ABSENT = /\*(not begun|outside)\*: \S/;

/** @param file from the root; that its paths exist is the rule of every document. */
export function breachesOfCoverage(file: string, text: string): Breach[] {
  return text.split('\n').flatMap((line, index) => {
    if (!line.startsWith('|') || /^\|[-|]+\|$/.test(line)) return [];
    const [what = '', answer = '', shown = '', ...rest] = line.slice(1, -1).split('|');
    const isHead = shown.trim() === 'test';
    const message = rest.length > 0 || shown === '' ? 'expected three columns' : isHead ? '' : faultOf(answer, shown);
    return message === '' ? [] : [{ file, line: index + 1, rule: 'coverage', message: `${what.trim()}: ${message}` }];
  });
}

function faultOf(answer: string, shown: string): string {
  const isCarried = CARRIED_BY.test(answer);
  if (!isCarried && !ABSENT.test(answer))
    return 'expected a file that carries it, or *not begun*: or *outside*: with why';
  return isCarried && !SHOWN_BY.test(shown) ? 'expected a test or a scenario that shows it' : '';
}
