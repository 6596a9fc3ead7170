/** `npm run check`: every rule that needs no running program, side by side, and all the faults at once. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from './bundle.ts';
import { readCommandLine } from './cli.ts';

readCommandLine({
  usage: `
npm run check
  Types (tsc), format and lint (Biome), import directions (dependency-cruiser), dead code (knip) and the rules of the house.
  Exit status 0 when all of them hold.`,
});

const bin = (name: string) => path.join(repositoryRoot, 'node_modules', '.bin', name);
const CHECKS: Array<{ name: string; command: string; args: string[] }> = [
  { name: 'types', command: bin('tsc'), args: ['-p', '.'] },
  { name: 'page types', command: bin('tsc'), args: ['-p', 'dashboard/browser'] },
  { name: 'console types', command: bin('tsc'), args: ['-p', 'local/console/browser'] },
  { name: 'format and lint', command: bin('biome'), args: ['ci', '--diagnostic-level=warn', '.'] },
  {
    name: 'arrows',
    command: bin('depcruise'),
    args: ['--output-type', 'err', 'functions', 'shared', 'local', 'dashboard', 'doctor', 'bench', 'test'],
  },
  { name: 'dead code', command: bin('knip'), args: ['--no-progress'] },
  { name: 'house', command: process.execPath, args: ['local/tools/house/main.ts'] },
];

/** No check of this size runs longer; one that does is stuck. */
const DEADLINE_MS = 120_000;

async function run(
  check: (typeof CHECKS)[number],
): Promise<{ name: string; ok: boolean; output: string; seconds: number }> {
  const started = performance.now();
  const child = spawn(check.command, check.args, { cwd: repositoryRoot, timeout: DEADLINE_MS });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
    child.on('error', (error) => {
      output += error.message;
      resolve(1);
    });
  });
  return { name: check.name, ok: code === 0, output, seconds: (performance.now() - started) / 1000 };
}

const results = await Promise.all(CHECKS.map(run));
for (const result of results) {
  if (!result.ok) process.stdout.write(`\n--- ${result.name} ---\n${result.output.trim()}\n`);
}
process.stdout.write(
  `\n${results.map((r) => `${r.ok ? 'ok  ' : 'FAIL'} ${r.name} (${r.seconds.toFixed(1)} s)`).join('\n')}\n`,
);
process.exitCode = results.every((result) => result.ok) ? 0 : 1;
