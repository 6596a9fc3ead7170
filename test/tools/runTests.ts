/** `npm test`: every kind of test, or the kinds that are named. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { KINDS, roundsOf } from './rounds.ts';
import { runRounds } from './runRounds.ts';

const root = path.resolve(import.meta.dirname, '../..');
const USAGE = `
npm test [-- KIND|FILE ...]
  Runs every test, or those of the kinds named (${KINDS.join(', ')}), or the files named. The slowest first, side by side.
  It ends with one summary: how many tests each round had and how long it took, and every failure with its file, name and message.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  process.stdout.write(`${USAGE.trim()}\n`);
  process.exit(0);
}

const kinds = positionals.length > 0 ? positionals : KINDS;
const files = kinds.flatMap((kind) =>
  KINDS.includes(kind) ? globSync(`test/${kind}/**/*.test.ts`, { cwd: root }).sort() : [kind],
);
if (files.length === 0) {
  process.stderr.write(`No test files for ${kinds.join(', ')}\n${USAGE}`);
  process.exit(1);
}
process.exitCode = await runRounds(roundsOf(files, root), root);
