import { globSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../bundle.ts';
import { readCommandLine } from '../cli.ts';
import { breachesOfCoverage } from './coverage.ts';
import { breachesOfDocument } from './documents.ts';
import { type Breach, breachesOf } from './rules.ts';

readCommandLine({
  usage: `
node local/tools/house/main.ts
  Holds the rules of the house that no linter has: purity of the rooms, ignorance of where the product runs, honest tests, file length, documents that name what is there.`,
});

const breaches: Breach[] = [];
let files = 0;
for await (const file of glob('{functions,shared,doctor,local,test,bench,dashboard}/**/*.ts', {
  cwd: repositoryRoot,
})) {
  files += 1;
  const name = file.split(path.sep).join('/');
  breaches.push(...breachesOf(name, await readFile(path.join(repositoryRoot, file), 'utf8')));
}
const { scripts } = JSON.parse(await readFile(path.join(repositoryRoot, 'package.json'), 'utf8'));
const repository = {
  has: (pattern: string) => globSync(path.normalize(pattern), { cwd: repositoryRoot }).length > 0,
  scripts: new Set(Object.keys(scripts)),
};
for await (const file of glob('{README.md,CONTRIBUTING.md,docs/**/*.md}', { cwd: repositoryRoot })) {
  files += 1;
  const name = file.split(path.sep).join('/');
  const text = await readFile(path.join(repositoryRoot, file), 'utf8');
  breaches.push(...breachesOfDocument(name, text, repository));
  if (name === 'docs/coverage.md') breaches.push(...breachesOfCoverage(name, text));
}
for (const breach of breaches)
  process.stdout.write(`${breach.file}:${breach.line} ${breach.rule}: ${breach.message}\n`);
process.stdout.write(`${files} files, ${breaches.length} breaches of the house rules\n`);
process.exitCode = breaches.length === 0 ? 0 : 1;
