/** `npm test`: every kind of test, or the kinds that are named. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const KINDS = ['unit', 'simulation', 'component', 'e2e', 'browser'];
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

// What takes longest comes first, lest everybody waits for it in the end. The first of them plays several apps at once by itself; the
// second mostly waits.
const LONGEST = ['test/e2e/conditions.test.ts', 'test/e2e/scenario-crash-at-every-step.test.ts'];
const kinds = positionals.length > 0 ? positionals : [...KINDS].reverse();
const files = kinds.flatMap((kind) =>
  KINDS.includes(kind) ? globSync(`test/${kind}/**/*.test.ts`, { cwd: root }).sort() : [kind],
);
if (files.length === 0) {
  process.stderr.write(`No test files for ${kinds.join(', ')}\n${USAGE}`);
  process.exit(1);
}
// A whole app mostly waits: for a fifth of a core it keeps a test busy for a minute. The others work, and are in each other's way sooner.
const isWholeApp = (file: string) => path.normalize(file).startsWith(path.join('test', 'e2e'));
const isLongest = (file: string) => LONGEST.includes(path.normalize(file).split(path.sep).join('/'));
const rounds = [
  { sideBySide: 2, files: files.filter(isLongest) },
  { sideBySide: 5, files: files.filter((file) => isWholeApp(file) && !isLongest(file)) },
  { sideBySide: 3, files: files.filter((file) => !isWholeApp(file)) },
];
let status = 0;
for (const round of rounds) if (round.files.length > 0) status = (await run(round)) || status;
process.exitCode = status;

/** Half a thousand processes would each compile the same sources again. */
function environment(): NodeJS.ProcessEnv {
  const cache = path.join(root, 'node_modules', '.cache', 'compiled');
  return { NODE_COMPILE_CACHE: cache, ...process.env };
}

async function run({ sideBySide, files }: (typeof rounds)[number]): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      './test/tools/fastCheckSeed.ts',
      '--import',
      './test/tools/endAtOnce.ts',
      '--test',
      `--test-concurrency=${sideBySide}`,
      '--test-timeout=180000',
      '--test-reporter=spec',
      ...files,
    ],
    { cwd: root, stdio: 'inherit', env: environment() },
  );
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}
