/** The pages that the build puts beside the bundle: read when they are first asked for. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PageHashes } from '../views/reply.ts';

/** A whole page, and the hashes of its own script and style: all that it may run. */
export interface BuiltPage {
  html: string;
  hashes: PageHashes;
}

export async function readStatusPage(): Promise<BuiltPage> {
  return withHashes(await readBuilt('page.html'));
}

/** By name, the overview by the empty one. */
export async function readConditionPages(): Promise<ReadonlyMap<string, BuiltPage>> {
  const pages = JSON.parse(await readBuilt('conditions.json')) as Record<string, string>;
  return new Map(Object.entries(pages).map(([name, html]) => [name, withHashes(html)]));
}

const readBuilt = (name: string) => readFile(new URL(`./${name}`, import.meta.url), 'utf8');

function withHashes(html: string): BuiltPage {
  const hashOf = (tag: string) => {
    const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1];
    return content === undefined ? undefined : `sha256-${createHash('sha256').update(content).digest('base64')}`;
  };
  const [script, style] = [hashOf('script'), hashOf('style') ?? ''];
  return { html, hashes: script === undefined ? { style } : { script, style } };
}
