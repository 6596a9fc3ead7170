/** `npm run package`: the zip that is deployed, the same bytes for the same sources. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { zipSync } from 'fflate';
import { buildBundle, repositoryRoot } from './bundle.ts';
import { printJson, readCommandLine } from './cli.ts';

const { values } = readCommandLine({
  usage: `
npm run package [-- --json]
  Builds the bundle and writes out/geowarden.zip: host.json, package.json and dist/, ready for
  az functionapp deployment source config-zip.
  --json   the last line is {"file","bytes","sha256","bundle"}`,
  options: { json: { type: 'boolean' } },
});

/** A zip holds times; a fixed one makes equal sources equal files. The format begins in 1980. */
const FIXED_TIME = new Date('1980-01-02T00:00:00Z');

const bundle = await buildBundle();
const entries: Record<string, Uint8Array> = {};
for (const name of (await readdir(bundle.folder)).sort()) {
  entries[`dist/${name}`] = await readFile(path.join(bundle.folder, name));
}
entries['host.json'] = await readFile(path.join(repositoryRoot, 'host.json'));
entries['package.json'] = Buffer.from(
  `${JSON.stringify({ name: 'geowarden', private: true, type: 'module', main: 'dist/functions.mjs' }, null, 2)}\n`,
);
const zip = zipSync(entries, { level: 9, mtime: FIXED_TIME });
const file = path.join('out', 'geowarden.zip');
await mkdir(path.join(repositoryRoot, 'out'), { recursive: true });
await writeFile(path.join(repositoryRoot, file), zip);
const sha256 = createHash('sha256').update(zip).digest('hex');
process.stdout.write(`${file} ${(zip.length / 1024).toFixed(0)} KB, sha256 ${sha256}\n`);
if (values.json) printJson({ file, bytes: zip.length, sha256, bundle: bundle.hash });
