/** Photographs every message as Teams and a mail client show it, from notices with fixed times: the same pictures on every day. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderTeams } from '../../shared/notify/card/renderTeams.ts';
import { renderMail } from '../../shared/notify/mail/renderMail.ts';
import { withBrowser } from '../kit/browser.ts';
import { openSheet, type ShownMessage, showMessages } from '../kit/messageSheet.ts';
import { smallPng } from '../kit/smallPng.ts';
import type { GoldenMessage } from '../unit/notify/goldenMessages.ts';
import { messageSheets } from '../unit/notify/messageSheets.ts';

interface Look {
  show: (message: GoldenMessage) => ShownMessage;
  layout: { columns: number; width: number };
  scale: number;
}

const LOOKS: Record<'teams' | 'mail', Look> = {
  teams: {
    show: ({ name, notice, context }) => ({ name, card: renderTeams(notice, context, { compact: false }) }),
    layout: { columns: 4, width: 440 },
    scale: 0.8,
  },
  mail: {
    show: ({ name, notice, context }) => ({ name, html: renderMail(notice, context).html }),
    layout: { columns: 3, width: 666 },
    scale: 0.7,
  },
};

/** Writes `teams-….png` and `mail-….png` into the folder, in place of all pictures there. */
export async function photographMessages(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) if (file.endsWith('.png')) await rm(path.join(folder, file));
  for (const [channel, { show, layout, scale }] of Object.entries(LOOKS)) {
    const width = layout.columns * (layout.width + 16) + 16;
    await withBrowser({ width, height: 600, scale }, async ({ page }) => {
      await openSheet(page);
      for (const { name, messages } of messageSheets()) {
        await showMessages(page, messages.map(show), layout);
        const picture = smallPng(await page.screenshot({ fullPage: true }));
        await writeFile(path.join(folder, `${channel}-${name}.png`), picture);
        process.stdout.write(`${channel}-${name}.png: ${Math.ceil(picture.length / 1_024)} KB\n`);
      }
    });
  }
}
