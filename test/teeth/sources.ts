/** Copies of the repository to plant in. The working tree itself is only read. */
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';

/** Neither history nor what is built, installed or left behind. */
const NOT_SOURCES = new Set(['.git', '.data', 'node_modules', 'dist', 'out']);

/** Copies the sources of `root` to the new folder `to`; packages come by a link. */
export async function copySources(root: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = (await readdir(root)).filter((entry) => !NOT_SOURCES.has(entry));
  await Promise.all(entries.map((entry) => cp(path.join(root, entry), path.join(to, entry), { recursive: true })));
  await symlink(path.join(root, 'node_modules'), path.join(to, 'node_modules'));
}
