/** The console's page: its script is bundled once per process, when it is first asked for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const FOLDER = path.join(import.meta.dirname, 'browser');
let made: Promise<string> | undefined;

export function consolePage(): Promise<string> {
  made ??= renderConsole();
  return made;
}

async function renderConsole(): Promise<string> {
  const [script, page, style] = await Promise.all([
    build({
      entryPoints: [path.join(FOLDER, 'main.ts')],
      bundle: true,
      format: 'iife',
      target: 'es2022',
      minify: true,
      write: false,
      logLevel: 'warning',
    }),
    readFile(path.join(FOLDER, 'console.html'), 'utf8'),
    readFile(path.join(FOLDER, 'console.css'), 'utf8'),
  ]);
  const code = (script.outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
  return page.replace('/*style*/', () => style).replace('/*script*/', () => code);
}
