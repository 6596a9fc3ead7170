/** What README.md says of commands: each of its table is there, and explains itself. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../../local/tools/bundle.ts';

const DEADLINE_MS = 30_000;
const read = (name: string) => readFile(path.join(repositoryRoot, name), 'utf8');

const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
const rows = (await read('README.md')).split('\n').filter((line) => line.startsWith('| `npm '));
const named = rows.flatMap((row) =>
  [...(row.split('|')[1] ?? '').matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name = '']) => name),
);

test('the table of commands names what people need', () => {
  for (const name of ['start', 'test', 'check', 'play', 'simulate', 'bench', 'build', 'package', 'doctor'])
    assert.ok(named.includes(name), name);
});

for (const name of named) {
  test(`${name} --help says how it is called, and does nothing`, async () => {
    const [program, file = ''] = (scripts[name] ?? '').split(' ');
    assert.equal(program, 'node');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, '--help'], {
      cwd: repositoryRoot,
      timeout: DEADLINE_MS,
    });
    assert.match(stdout, new RegExp(`^npm (run )?${name}\\b`));
    assert.equal(stderr, '');
  });
}
