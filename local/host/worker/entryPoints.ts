/** The files that an app's package.json names in `main`, and how they are loaded. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Finds the entry points: `main` is one file or a glob such as `dist/functions/*.js`, relative to the app's folder.
 * @throws Error when there is no package.json, no `main`, or no file that fits.
 */
export function findEntryPoints(appFolder: string): { file: string; isModule: boolean }[] {
  const packageFile = path.join(appFolder, 'package.json');
  if (!existsSync(packageFile)) throw new Error(`Expected a package.json with "main" in ${appFolder}; there is none.`);
  const { main, type } = JSON.parse(readFileSync(packageFile, 'utf8')) as { main?: unknown; type?: unknown };
  if (typeof main !== 'string' || main === '') {
    throw new Error(`${packageFile} has no "main"; it must name the entry point, for example "dist/functions.mjs".`);
  }
  const whole = path.join(appFolder, main);
  const files = existsSync(whole)
    ? [whole]
    : globSync(main, { cwd: appFolder, exclude: ['**/node_modules/**'] }).map((file) => path.join(appFolder, file));
  if (files.length === 0) {
    throw new Error(`Found zero files matching the "main" of ${packageFile} ("${main}"); build the app first.`);
  }
  return files.sort().map((file) => ({ file, isModule: isModule(file, type) }));
}

function isModule(file: string, packageType: unknown): boolean {
  if (/\.mjs$|\.mts$/.test(file)) return true;
  if (/\.cjs$|\.cts$/.test(file)) return false;
  return packageType === 'module';
}

/** Loads one entry point, which registers its functions as it runs. */
export async function loadEntryPoint({ file, isModule }: { file: string; isModule: boolean }): Promise<void> {
  if (isModule) await import(pathToFileURL(file).href);
  else createRequire(file)(file);
}
