/** Makes the pictures of the README: the estate of `npm start`, hurt for a minute, as the page and the console show it. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDesk } from '../../local/desk/desk.ts';
import type { Desk } from '../../local/desk/types.ts';
import { completeDefinition } from '../../local/estate/model/definition.ts';
import { parseStep } from '../../local/play/load.ts';
import { receivedNotifications } from '../../local/play/notifications.ts';
import { readScenario } from '../../local/play/run.ts';
import { actionsOf } from '../../local/play/steps.ts';
import { toPartialDefinition } from '../../local/play/toDefinition.ts';
import { readCommandLine } from '../../local/tools/cli.ts';
import { withBrowser } from '../kit/browser.ts';
import { until } from '../kit/until.ts';
import { photographMessages } from './messagePictures.ts';

const { values } = readCommandLine({
  usage: `
npm run pictures [-- --messages]
  Makes the pictures of the README in docs/images: plays a minute on the estate of npm start and photographs its pages. Needs Chromium.
  --messages  makes those of the messages instead, in docs/images/messages: every message on Teams and in the mail.`,
  options: { messages: { type: 'boolean' } },
});

const FOLDER = path.resolve(import.meta.dirname, '../../docs/images');
const MINUTE_MS = 60_000;

if (values.messages === true) {
  await photographMessages(path.join(FOLDER, 'messages'));
  process.exit(0);
}

/** What happens in the picture: a NULL spell that ended, a load that outruns its link, a link that is suspended. */
const STORY: Array<[atMs: number, step: Record<string, unknown>]> = [
  [4_000, { link: { database: 'contoso-we/orders', secondary: 'contoso-uk' }, becomes: 'disconnected' }],
  [10_000, { link: { database: 'contoso-fr/ledger', secondary: 'contoso-uk' }, shippingRate: 4 }],
  [10_000, { database: 'contoso-fr/ledger', commitsPerSecond: 6 }],
  [24_000, { link: { database: 'contoso-we/orders', secondary: 'contoso-uk' }, becomes: 'connected' }],
  [30_000, { link: { database: 'contoso-we/payments', secondary: 'contoso-ne' }, becomes: 'suspended' }],
];

function hurt(desk: Desk, step: Record<string, unknown>): void {
  for (const action of actionsOf(parseStep(step))) if (action.kind === 'change') desk.estate.model.apply(action.change);
}

async function photograph(
  url: string,
  file: string,
  size: { width: number; height: number },
  ready: string,
): Promise<void> {
  await withBrowser({ ...size, scale: 1.5 }, async ({ page }) => {
    page.on('crash', () => process.stderr.write(`the tab of ${url} crashed\n`));
    // Nobody waits for it: a machine that is busy may take its time.
    await page.goto(url, { timeout: MINUTE_MS });
    await page.locator(ready).first().waitFor({ state: 'attached', timeout: MINUTE_MS });
    // The second round of the page's questions fills in every link that is on the screen.
    await page.waitForTimeout(5_000);
    await page.screenshot({ path: path.join(FOLDER, file) });
  });
}

await mkdir(FOLDER, { recursive: true });
const lastLines: string[] = [];
const dataFolder = await mkdtemp(path.join(tmpdir(), 'geowarden-pictures-'));
const scenario = await readScenario('desk');
const desk = await startDesk({
  onLog: (line) => lastLines.splice(0, lastLines.length, ...lastLines.slice(-39), line),
  definition: completeDefinition(toPartialDefinition(scenario.estate)),
  configuration: { ...scenario.configuration, sampling: { every: '1s' }, delivery: { every: '5s' } },
  dataFolder,
  ports: { app: 0, console: 0 },
});
let status = 0;
try {
  const startedAt = performance.now();
  for (const [atMs, step] of STORY) {
    await until(`second ${atMs / 1000}`, () => performance.now() - startedAt >= atMs, MINUTE_MS);
    hurt(desk, step);
  }
  await until(
    'people were told of everything',
    () =>
      ['LagUnknown', 'LagHigh', 'LinkSuspended', 'Unprotected'].every((condition) =>
        receivedNotifications(desk.estate).some((note) => note.condition === condition),
      ),
    2 * MINUTE_MS,
  );
  await photograph(desk.appUrl, 'status-page.png', { width: 1180, height: 1120 }, '#links svg.chart');
  await photograph(desk.consoleUrl ?? '', 'console.png', { width: 1500, height: 1060 }, '#teams .post');
  process.stdout.write(`${FOLDER}: status-page.png, console.png\n`);
} catch (error) {
  // What the app said last is the first thing one wants to know.
  process.stderr.write(`${lastLines.join('\n')}\n${error instanceof Error ? error.stack : String(error)}\n`);
  status = 1;
} finally {
  await desk.close();
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
}
// Not left to the event loop: see endAtOnce.ts.
process.exit(status);
