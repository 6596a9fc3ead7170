/** The app under Azure Functions Core Tools instead of the local host, against the same estate. */
import { setTimeout as delay } from 'node:timers/promises';
import { CoreToolsMissingError, type CoreToolsOptions, findCoreTools, runCoreTools } from '../host/coreTools.ts';
import type { HostedApp } from './appProcess.ts';

const READY_DEADLINE_MS = 120_000;

/**
 * Resolves when the app answers. Core Tools enforce no keys, so there is none to give.
 * @throws CoreToolsMissingError when `func` is not on the PATH; Error when the app does not come to answer.
 */
export async function startCoreToolsHost(options: Omit<CoreToolsOptions, 'signal'>): Promise<HostedApp> {
  if (findCoreTools() === undefined) {
    throw new CoreToolsMissingError(
      'func is not on the PATH; install Azure Functions Core Tools 4, or start without --func to use the local host.',
    );
  }
  const ending = new AbortController();
  const exited = runCoreTools({ ...options, signal: ending.signal });
  const url = `http://127.0.0.1:${options.port}`;
  const stop = async () => {
    ending.abort();
    return { code: await exited };
  };
  const deadline = performance.now() + READY_DEADLINE_MS;
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!ended && performance.now() < deadline) {
    const answered = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answered) return { url, masterKey: '', hostKey: '', eventGridKey: '', exited, stop };
    await delay(500);
  }
  await stop();
  throw new Error(
    `Core Tools ${ended ? 'ended' : 'did not answer'} before the app served on port ${options.port}: see their own lines above.`,
  );
}
