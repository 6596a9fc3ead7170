/** `npm test`: every kind of test, or the kinds that are named. */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const KINDS = ['unit', 'contract', 'simulation', 'component', 'e2e', 'browser'];
const root = path.resolve(import.meta.dirname, '../..');
const USAGE = `
npm test [-- KIND|FILE ...]
  Runs every test, or those of the kinds named (${KINDS.join(', ')}), or the files named. Slow kinds first, side by side.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  process.stdout.write(`${USAGE.trim()}\n`);
  process.exit(0);
}

// Whole-app tests mostly wait: they are begun first so that the two cores have something to do meanwhile.
const kinds = positionals.length > 0 ? positionals : [...KINDS].reverse();
const files = kinds.flatMap((kind) =>
  KINDS.includes(kind) ? globSync(`test/${kind}/**/*.test.ts`, { cwd: root }).sort() : [kind],
);
if (files.length === 0) {
  process.stderr.write(`No test files for ${kinds.join(', ')}\n${USAGE}`);
  process.exit(1);
}
const child = spawn(
  process.execPath,
  [
    '--import',
    './test/tools/fastCheckSeed.ts',
    '--import',
    './test/tools/endAtOnce.ts',
    '--test',
    '--test-concurrency=3',
    '--test-timeout=180000',
    '--test-reporter=spec',
    ...files,
  ],
  { cwd: root, stdio: 'inherit' },
);
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
