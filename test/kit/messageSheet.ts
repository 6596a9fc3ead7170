/** Messages as people see them: cards in Microsoft's own renderer, mails as documents of their own, side by side in Chromium. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { AdaptiveCard } from '../../shared/notify/card/adaptiveCard.ts';

export type ShownMessage = { name: string; card: AdaptiveCard } | { name: string; html: string };

export interface SeenMessage {
  name: string;
  /** The words that a reader sees, white space as one space. */
  text: string;
  /** What the renderer complains of, what is cut off or stands out, what is too pale to read. */
  faults: string[];
}

const MODULES = path.resolve(import.meta.dirname, '../../node_modules');

/** An empty sheet; nothing on it is loaded from anywhere. */
export async function openSheet(page: Page): Promise<void> {
  await page.route('**/*', (route) => route.abort());
  await page.setContent(await readFile(path.join(import.meta.dirname, 'messages.html'), 'utf8'));
  for (const script of ['adaptivecards/dist/adaptivecards.min.js', 'marked/lib/marked.umd.js'])
    await page.addScriptTag({ path: path.join(MODULES, script) });
}

/** Shows them in so many columns, each so many pixels wide, in place of what was there. */
export async function showMessages(
  page: Page,
  messages: readonly ShownMessage[],
  layout: { columns: number; width: number },
): Promise<SeenMessage[]> {
  const seen = (await page.evaluate(`show(${JSON.stringify(messages)}, ${JSON.stringify(layout)})`)) as SeenMessage[];
  return seen.map((one) => ({ ...one, text: one.text.replace(/\s+/g, ' ') }));
}
