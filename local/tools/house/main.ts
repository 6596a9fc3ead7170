import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../bundle.ts';
import { readCommandLine } from '../cli.ts';
import { type Breach, breachesOf } from './rules.ts';

readCommandLine({
  usage: `
node local/tools/house/main.ts
  Holds the rules of the house that no linter has: purity of the rooms, ignorance of where the product runs, honest tests, file length.`,
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
for (const breach of breaches)
  process.stdout.write(`${breach.file}:${breach.line} ${breach.rule}: ${breach.message}\n`);
process.stdout.write(`${files} files, ${breaches.length} breaches of the house rules\n`);
process.exitCode = breaches.length === 0 ? 0 : 1;
