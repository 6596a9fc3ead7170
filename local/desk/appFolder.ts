/** Lays out what a deployment would: host.json, package.json and the bundle, and nothing of the repository besides. */
import { copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Bundle, buildBundle, repositoryRoot } from '../tools/bundle.ts';

/**
 * Builds the bundle into a folder named after its hash, shared by every rehearsal of the same sources. Rehearsals that start
 * together build into folders of their own; the first rename wins and the others are equal to it.
 */
export async function prepareBundle(): Promise<Bundle> {
  const cache = path.join(repositoryRoot, 'node_modules', '.cache', 'geowarden-bundle');
  const draft = path.join(cache, `draft-${process.pid}-${performance.now()}`);
  const bundle = await buildBundle(draft);
  const folder = path.join(cache, bundle.hash);
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
