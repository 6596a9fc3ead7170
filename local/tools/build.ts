import path from 'node:path';
import { buildBundle, repositoryRoot } from './bundle.ts';
import { printJson, readCommandLine } from './cli.ts';

const { values } = readCommandLine({
  usage: `
npm run build [-- --json]
  Bundles the functions into dist/, which is what is deployed and what the local host loads.
  --json   the last line is {"folder","hash","bytes","files"}`,
  options: { json: { type: 'boolean' } },
});

const bundle = await buildBundle();
const folder = path.relative(repositoryRoot, bundle.folder);
process.stdout.write(
  `${folder}/ ${(bundle.bytes / 1024).toFixed(0)} KB from ${bundle.inputs.length} files, sha256 ${bundle.hash}\n`,
);
if (values.json) printJson({ folder, hash: bundle.hash, bytes: bundle.bytes, files: bundle.inputs.length });
