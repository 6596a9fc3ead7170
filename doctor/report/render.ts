import type { Check, CheckResult, Report } from '../types.ts';

const WIDTH = Math.max(
  ...(['ok', 'warning', 'failed', 'not tried'] satisfies CheckResult[]).map(({ length }) => length),
);

export function makeReport(checks: Check[]): Report {
  return { fit: checks.every(({ result }) => result !== 'failed'), checks };
}

/** One check as lines of text: what is well takes one line. */
export function renderCheck({ name, result, expected, seen, advice }: Check): string {
  const head = `${result.padEnd(WIDTH)}  ${oneLine(name)}`;
  if (result === 'ok') return `${head}: ${oneLine(seen)}`;
  const indent = ' '.repeat(WIDTH + 2);
  const lines = [`expected  ${oneLine(expected)}`, `seen      ${oneLine(seen)}`, `do        ${oneLine(advice)}`];
  return [head, ...lines.map((line) => `${indent}${line}`)].join('\n');
}

export function renderVerdict({ fit, checks }: Report): string {
  const count = (wanted: CheckResult) => checks.filter(({ result }) => result === wanted).length;
  const counts = (['ok', 'warning', 'failed', 'not tried'] as const).map((result) => `${count(result)} ${result}`);
  return `${fit ? 'Fit to run Geowarden' : 'Not fit to run Geowarden'}: ${counts.join(', ')}.`;
}

/** For pipelines: one line. */
export function renderJson({ fit, checks }: Report): string {
  return JSON.stringify({
    fit,
    checks: checks.map(({ name, result, expected, seen, advice }) => ({ name, result, expected, seen, advice })),
  });
}

/** Text from elsewhere must not draw lines, or move the cursor, of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
