/** The whole app in its host against the estate, and what it says over HTTP. */
import { setTimeout as pause } from 'node:timers/promises';
import { startDesk } from '../local/desk/desk.ts';
import type { Desk } from '../local/desk/types.ts';
import type { EstateDefinition } from '../local/estate/model/types.ts';
import { askJson } from '../local/play/product.ts';
import { withScratch } from './scratch.ts';

const START_DEADLINE_MS = 120_000;
const LOOK_MS = 50;

export interface ShownLink {
  linkKey: string;
  state: string;
  primary: { server: string; database: string };
}

/** @param use begins when every link was sampled */
export async function withDesk<T>(
  definition: EstateDefinition,
  configuration: Record<string, unknown>,
  use: (desk: Desk) => Promise<T>,
): Promise<T> {
  return withScratch(async ({ folder, closing }) => {
    const ports = { app: 0, console: 'none' } as const;
    const desk = closing(await startDesk({ definition, configuration, dataFolder: folder, ports }));
    await poll('every link is sampled', START_DEADLINE_MS, async () => {
      const links = await shownLinks(desk);
      const isAll = links.length === definition.links.length && links.every(({ state }) => state === 'caughtUp');
      return isAll ? true : undefined;
    });
    return use(desk);
  });
}

export async function shownLinks(desk: Desk): Promise<ShownLink[]> {
  return (await askApp<{ links: ShownLink[] }>(desk, '/api/links'))?.links ?? [];
}

export function askApp<T>(desk: Desk, route: string): Promise<T | undefined> {
  return askJson<T>({ url: desk.appUrl, masterKey: desk.masterKey }, route);
}

/** @throws Error when nothing was found within the time */
export async function poll<T>(what: string, deadlineMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(LOOK_MS);
  }
  throw new Error(`expected within ${deadlineMs / 1_000} s: ${what}`);
}
