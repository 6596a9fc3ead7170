/** Builds the deployable bundle: what Azure runs and what `npm run play` loads is this, byte for byte. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { renderConditionPages } from './conditionPages.ts';

export interface Bundle {
  folder: string;
  /** SHA-256 over the names and contents of every file, in the order of their names. */
  hash: string;
  bytes: number;
  /** Every source file that went in. */
  inputs: string[];
}

export const repositoryRoot = path.resolve(import.meta.dirname, '../..');

/**
 * Bundles functions/main.ts into `folder` as ES modules split at dynamic imports, so that a status request loads no SQL driver.
 * `@azure/functions-core` stays outside: the Functions worker provides it.
 * @throws Error when anything of `local/` or `test/` would get in.
 */
export async function buildBundle(folder: string = path.join(repositoryRoot, 'dist')): Promise<Bundle> {
  await rm(folder, { recursive: true, force: true });
  const result = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: { functions: 'functions/main.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    external: ['@azure/functions-core'],
    // The SDKs and drivers are CommonJS inside: they call require for Node's own modules.
    banner: {
      js: "import{createRequire as __geowardenRequire}from'node:module';const require=__geowardenRequire(import.meta.url);import{fileURLToPath as __geowardenPath}from'node:url';const __filename=__geowardenPath(import.meta.url);const __dirname=__geowardenPath(new URL('.',import.meta.url));",
    },
    logLevel: 'warning',
    logOverride: { 'require-resolve-not-external': 'silent' },
  });
  const inputs = Object.keys(result.metafile.inputs).sort();
  const strangers = inputs.filter((input) => /^(local|test|bench)\//.test(input));
  if (strangers.length > 0)
    throw new Error(`The bundle must hold nothing of local/, test/ or bench/, but has ${strangers.join(', ')}`);
  await writeFile(path.join(folder, 'page.html'), await renderPage());
  await writeFile(path.join(folder, 'conditions.json'), JSON.stringify(await renderConditionPages(repositoryRoot)));
  return { folder, ...(await hashFolder(folder)), inputs };
}

/** The status page in one file: the browser's script is bundled and set into the page. */
export async function renderPage(): Promise<string> {
  const script = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ['dashboard/browser/main.ts'],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  const [page, style] = await Promise.all(
    ['dashboard/page.html', 'dashboard/page.css'].map((file) => readFile(path.join(repositoryRoot, file), 'utf8')),
  );
  const code = (script.outputFiles[0]?.text ?? '').trim().replaceAll('</script', '<\\/script');
  return (page ?? '').replace('/*style*/', () => style ?? '').replace('/*script*/', () => code);
}

/** Hash and size of a folder of files. */
export async function hashFolder(folder: string): Promise<{ hash: string; bytes: number }> {
  const names = (await readdir(folder)).sort();
  const hash = createHash('sha256');
  let bytes = 0;
  for (const name of names) {
    const content = await readFile(path.join(folder, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
    bytes += content.length;
  }
  return { hash: hash.digest('hex'), bytes };
}
