import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a bench starts with. */
export interface Scratch {
  /** Gone afterwards. */
  folder: string;
  /** Whatever is opened is closed afterwards, the last one first. */
  closing<T extends { close(): Promise<unknown> }>(opened: T): T;
}

/** Runs `use` and leaves nothing behind, whatever comes of it. */
export async function withScratch<T>(use: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-bench-'));
  const opened: Array<{ close(): Promise<unknown> }> = [];
  const closing: Scratch['closing'] = (one) => {
    opened.push(one);
    return one;
  };
  try {
    return await use({ folder, closing });
  } finally {
    for (const one of opened.reverse()) await one.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
