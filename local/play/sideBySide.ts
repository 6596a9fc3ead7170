/** Several scenarios at once, each in a process of its own: an estate, an Azurite and a host of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../tools/bundle.ts';

export interface Played {
  name: string;
  passed: boolean;
  /** Of the scenario's own clock; where it never started, of the wall's. */
  durationSeconds: number;
  output: string;
}

/** A play mostly waits: it takes a third of a core, most of it for its start. */
export const PLAYS_AT_ONCE = Math.min(8, 2 * availableParallelism());

/** With its start on a busy machine, its steps and its end. */
const DEADLINE_MS = 240_000;

/** In the order of the names, whichever ends first. None is played twice. `told` hears of each as soon as it has ended. */
export async function playSideBySide(
  names: readonly string[],
  play: (name: string) => Promise<Played>,
  { atOnce, told }: { atOnce: number; told: (played: Played) => void },
): Promise<Played[]> {
  const results: Played[] = [];
  const waiting = [...names.entries()];
  const playOn = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, name] = next;
      const played = await play(name);
      results[index] = played;
      told(played);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, names.length) }, playOn));
  return results;
}

/** As a person at the command line would. Killed when it takes too long; ends when we do. */
export async function playInProcess(name: string): Promise<Played> {
  const startedAt = performance.now();
  const endWithUs = pathToFileURL(path.join(repositoryRoot, 'local', 'desk', 'dieWithParent.ts')).href;
  const child = spawn(
    process.execPath,
    ['--import', endWithUs, path.join(repositoryRoot, 'local', 'play.ts'), name, '--json'],
    { cwd: repositoryRoot, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const deadline = setTimeout(() => {
    output += `\nkilled: it did not end within ${DEADLINE_MS / 1000} s\n`;
    child.kill('SIGKILL');
  }, DEADLINE_MS);
  const [status] = (await once(child, 'close')) as [number | null];
  clearTimeout(deadline);
  return readPlayed(name, { status, output, tookMs: performance.now() - startedAt });
}

/** What a play's exit status and last line say of it. Both have to say that it passed. */
export function readPlayed(
  name: string,
  { status, output, tookMs }: { status: number | null; output: string; tookMs: number },
): Played {
  const line = lastLineOf(output);
  return {
    name,
    passed: status === 0 && line?.passed === true,
    durationSeconds: line?.durationSeconds ?? Math.round(tookMs / 100) / 10,
    output,
  };
}

function lastLineOf(output: string): { passed: boolean; durationSeconds: number } | undefined {
  const last = output.trim().split('\n').at(-1) ?? '';
  try {
    return last.startsWith('{') ? JSON.parse(last) : undefined;
  } catch {
    return undefined;
  }
}
