/** Lays out what a deployment would: host.json, package.json and the bundle, and nothing of the repository besides. */
import { access, copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Bundle, buildBundle, repositoryRoot } from '../tools/bundle.ts';
import { sourceHash } from '../tools/sourceHash.ts';

const CACHE = path.join(repositoryRoot, 'node_modules', '.cache', 'geowarden-bundle');

/** The bundle of the sources as they are now: built once, and shared by every rehearsal of the same sources. */
export async function prepareBundle(): Promise<Bundle> {
  const key = await sourceHash(repositoryRoot);
  const known = await knownBundle(key);
  if (known) return known;
  const bundle = await buildIntoCache();
  // Whoever changes a source while it is built makes a bundle of neither: it is not kept.
  if ((await sourceHash(repositoryRoot)) === key) await keepBundle(key, bundle);
  return bundle;
}

const noteOf = (key: string) => path.join(CACHE, `${key}.json`);

async function knownBundle(key: string): Promise<Bundle | undefined> {
  try {
    const bundle = JSON.parse(await readFile(noteOf(key), 'utf8')) as Bundle;
    await access(path.join(bundle.folder, 'page.html'));
    return bundle;
  } catch {
    return undefined;
  }
}

/** Renamed into its place, so that nobody reads half of it. */
async function keepBundle(key: string, bundle: Bundle): Promise<void> {
  const draft = `${noteOf(key)}-${process.pid}-${performance.now()}`;
  await writeFile(draft, JSON.stringify(bundle));
  await rename(draft, noteOf(key));
}

/**
 * Into a folder named after its hash. Rehearsals that start together build into folders of their own; the first rename wins and the others
 * are equal to it.
 */
async function buildIntoCache(): Promise<Bundle> {
  const draft = path.join(CACHE, `draft-${process.pid}-${performance.now()}`);
  const bundle = await buildBundle(draft);
  const folder = path.join(CACHE, bundle.hash);
  try {
    await rename(draft, folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    await rm(draft, { recursive: true, force: true });
  }
  return { ...bundle, folder };
}

/** @returns the folder to give the Functions host. */
export async function layOutApp(folder: string, bundle: Pick<Bundle, 'folder'>): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(repositoryRoot, 'host.json'), path.join(folder, 'host.json'));
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'geowarden', private: true, type: 'module', main: 'dist/functions.mjs' }),
  );
  await symlink(bundle.folder, path.join(folder, 'dist'), 'dir');
  return folder;
}
