import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

/** All that a bundle is made of: the product, the packages that are installed, and how it is built. */
const SOURCES = [
  '{functions,shared,dashboard}/**/*.{ts,html,css,json}',
  'node_modules/.package-lock.json',
  'docs/conditions/*.md',
  'local/tools/{bundle,conditionPages}.ts',
  'package.json',
  'tsconfig.json',
];

/** SHA-256 over the names and contents of what a bundle of this repository is made of: the same hash, the same bundle. */
export async function sourceHash(root: string): Promise<string> {
  const names: string[] = [];
  for await (const name of glob(SOURCES, { cwd: root })) names.push(name);
  const hash = createHash('sha256');
  for (const name of names.sort()) {
    const content = await readFile(path.join(root, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
