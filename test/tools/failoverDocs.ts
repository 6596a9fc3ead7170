/** The tables and diagrams of docs/failover.md, made from the transition tables. Run this file to write them: `node test/tools/failoverDocs.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import {
  OPERATION_TRANSITIONS,
  STEP_TRANSITIONS,
  TERMINAL_OPERATIONS,
  TERMINAL_STEPS,
} from '../../shared/operations/transitions.ts';

export const FAILOVER_FILE = new URL('../../docs/failover.md', import.meta.url);
const GOLDEN_FILE = new URL('../unit/operations/golden/transitions.txt', import.meta.url);
const BEGIN = '<!-- transitions: written by test/tools/failoverDocs.ts -->';
const END = '<!-- end of transitions -->';

interface Row {
  from: string;
  event: string;
  to: string;
  effect: string;
  why: string;
}

/** The document with its tables and diagrams made anew; the prose around them stays. */
export function failoverText(text: string): string {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error(`expected ${BEGIN} and ${END} in docs/failover.md`);
  const made = [
    '### One database',
    diagram(STEP_TRANSITIONS, 'waiting', TERMINAL_STEPS),
    table(STEP_TRANSITIONS),
    '### The operation',
    diagram(OPERATION_TRANSITIONS, 'fencing', TERMINAL_OPERATIONS),
    table(OPERATION_TRANSITIONS),
  ].join('\n\n');
  return `${text.slice(0, from)}${BEGIN}\n\n${made}\n\n${text.slice(to)}`;
}

/** One line for each row: a changed rule is a changed line. */
export function goldenText(): string {
  const lines = (name: string, rows: readonly Row[]): string[] =>
    rows.map((row) => `${name} ${row.from} --${row.event}--> ${row.to} [${row.effect}] ${row.why}`);
  return `${[...lines('step', STEP_TRANSITIONS), ...lines('operation', OPERATION_TRANSITIONS)].join('\n')}\n`;
}

function diagram(rows: readonly Row[], first: string, terminal: ReadonlySet<string>): string {
  const edges = new Map<string, string[]>();
  for (const { from, to, event } of rows) {
    const edge = `${from} --> ${to}`;
    edges.set(edge, [...(edges.get(edge) ?? []), event]);
  }
  const lines = [...edges].map(([edge, events]) => `  ${edge} : ${events.join(', ')}`);
  const ends = [...terminal].map((state) => `  ${state} --> [*]`);
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${first}`, ...lines, ...ends, '```'].join('\n');
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => `| ${row.from} | ${row.event} | ${row.to} | ${row.effect} | ${row.why} |`);
  return ['| in | on | goes to | does | because |', '|---|---|---|---|---|', ...lines].join('\n');
}

if (import.meta.main) {
  writeFileSync(FAILOVER_FILE, failoverText(readFileSync(FAILOVER_FILE, 'utf8')));
  writeFileSync(GOLDEN_FILE, goldenText());
}
