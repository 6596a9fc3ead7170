/** The status page against answers that no estate has to be brought to give. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { renderPage } from '../../local/tools/bundle.ts';
import type { GroupView } from '../../shared/views/notificationTypes.ts';
import type { SilenceView } from '../../shared/views/silenceTypes.ts';
import type { LinkDetailView, LinkView, StatusView } from '../../shared/views/types.ts';
import { withBrowser } from '../kit/browser.ts';
import { until } from '../kit/until.ts';

const now = () => new Date().toISOString();
const LONG = 'a-server-with-a-name-as-long-as-azure-allows-for-logical-servers';

function linkView(database: string, more: Partial<LinkView> = {}): LinkView {
  const end = (server: string, region: string) => ({ server, database, region });
  return {
    linkKey: `ne/${database}~we/${database}`,
    primary: end('we', 'westeurope'),
    secondary: end('ne', 'northeurope'),
    type: 'GEO',
    state: 'caughtUp',
    lagSeconds: 2,
    lastKnownLag: null,
    seedingPercent: null,
    since: now(),
    sinceSeconds: 90,
    longestSeconds: {},
    sampledAt: now(),
    lastReplication: null,
    lastCommit: null,
    failure: null,
    ...more,
  };
}

function statusView(more: Partial<StatusView> = {}): StatusView {
  const sweep = { lastStarted: now(), lastFinished: now(), everySeconds: 1, late: false, durationMs: 5 };
  return {
    name: 'shops',
    version: '0',
    now: now(),
    health: 'ok',
    configurationFaults: [],
    discovery: sweep,
    sampling: sweep,
    objectives: { rpoSeconds: 5, rtoSeconds: 60 },
    links: [linkView('orders'), linkView('stock')],
    unprotected: [],
    notGeo: [],
    logQueries: [],
    alerts: [],
    problems: [],
    notifications: [],
    ...more,
  };
}

const samples: LinkDetailView['samples'] = [1, null, 2].map((lagSeconds, index) => ({
  at: new Date(Date.now() - (3 - index) * 1_000).toISOString(),
  state: lagSeconds === null ? 'lagUnknown' : 'caughtUp',
  lagSeconds,
}));

const silenceView = (more: Partial<SilenceView> = {}): SilenceView => ({
  id: 's1',
  state: 'active',
  match: { server: ['we'], severity: ['warning', 'info'] },
  author: 'Ada',
  comment: 'index rebuild',
  starts: now(),
  ends: now(),
  created: now(),
  endedBy: null,
  ...more,
});

const groupView = (more: Partial<GroupView> = {}): GroupView => ({
  channel: 'ops',
  common: ['LagHigh', 'westeurope'],
  since: now(),
  told: null,
  reason: null,
  because: 'silenced',
  why: 'Ada silenced it.',
  next: null,
  firing: 3,
  alerts: [],
  ...more,
});

/** The page at an address of its own, with these answers behind it. */
async function open(
  page: Page,
  answers: {
    status: () => StatusView | undefined;
    historyFails?: string;
    silences?: SilenceView[];
    groups?: GroupView[];
  },
): Promise<void> {
  const html = await renderPage();
  await page.route('https://geowarden.test/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
    if (pathname === '/api/status') {
      const status = answers.status();
      return status === undefined ? route.abort() : route.fulfill({ json: status });
    }
    if (pathname === '/api/incidents') return route.fulfill({ json: { now: now(), incidents: [] } });
    if (pathname === '/api/silences') return route.fulfill({ json: { silences: answers.silences ?? [] } });
    if (pathname === '/api/notifications') {
      return route.fulfill({ json: { notifications: [], next: null, groups: answers.groups ?? [] } });
    }
    if (pathname === '/api/automation') return route.fulfill({ json: { paused: null } });
    if (answers.historyFails !== undefined && pathname.includes(answers.historyFails))
      return route.fulfill({ status: 404 });
    const detail: LinkDetailView = { ...linkView('orders'), signals: null, timeToHarden: null, samples };
    return route.fulfill({ json: detail });
  });
  await page.goto('https://geowarden.test/');
  await page.locator('#links li .pill').first().waitFor();
}

/** Runs in the page, hence a text: whatever has a contrast below 4.5 to 1 with what is behind it (WCAG 2.2, 1.4.3). */
const FAINT_TEXTS = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (node) => {
    const colour = node === null ? 'rgb(255, 255, 255)' : getComputedStyle(node).backgroundColor;
    return channels(colour)[3] === 0 ? behind(node.parentElement) : colour;
  };
  const found = [];
  for (const node of document.querySelectorAll('body *')) {
    const text = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.textContent.trim()).join('');
    if (text === '' || node.closest('[hidden], script, style, svg')) continue;
    const [one, other] = [luminance(getComputedStyle(node).color), luminance(behind(node))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) found.push(text.slice(0, 40) + ': ' + ratio.toFixed(2));
  }
  return found;
})()`;

test('one history that cannot be read takes nothing from the rest of the page', async () => {
  await withBrowser({}, async ({ page }) => {
    await open(page, { status: () => statusView(), historyFails: 'stock' });
    await page.locator('#links li', { hasText: 'we/stock' }).locator('text=The history could not be read.').waitFor();
    await page.locator('#links li', { hasText: 'we/orders' }).locator('svg.chart .gap').waitFor({ state: 'attached' });
    assert.equal(await page.locator('#health').textContent(), 'watching');
  });
});

const OPACITY = "getComputedStyle(document.getElementById('links')).opacity";

test('when nobody answers any more the page says that it is old, and looks it, until somebody does', async () => {
  await withBrowser({}, async ({ page }) => {
    let isUp = true;
    await open(page, { status: () => (isUp ? statusView() : undefined) });
    isUp = false;
    await page.locator('#health', { hasText: 'no answer' }).waitFor();
    assert.match((await page.locator('#sweeps').textContent()) ?? '', /What is shown is old/);
    assert.ok(Number(await page.evaluate(OPACITY)) < 1);
    isUp = true;
    await page.locator('#health', { hasText: 'watching' }).waitFor();
    assert.equal(Number(await page.evaluate(OPACITY)), 1);
  });
});

test('a link that was not measured for an hour shows no lag', async () => {
  await withBrowser({}, async ({ page }) => {
    const old = linkView('orders', { sampledAt: new Date(Date.now() - 3_600_000).toISOString(), lagSeconds: 0 });
    await open(page, { status: () => statusView({ links: [old] }) });
    const item = page.locator('#links li').first();
    assert.match((await item.locator('.pill').textContent()) ?? '', /not measured/);
    assert.match((await item.locator('.number').textContent()) ?? '', /^\? unknown/);
    assert.match((await page.locator('#summary').textContent()) ?? '', /0 of 1/);
  });
});

test('ten thousand links, all of them in trouble, are a page that can be scrolled', async () => {
  await withBrowser({}, async ({ page }) => {
    const names = Array.from({ length: 10_000 }, (_, n) => `db${n}`);
    const problem = { area: 'identity', code: 'identity', message: 'No token.', since: null } as const;
    const status = statusView({
      links: names.map((name) => linkView(name)),
      problems: names.map((name) => ({ ...problem, subject: name })),
    });
    await open(page, { status: () => ({ ...status, now: now() }) });
    assert.equal(await page.locator('#links li').count(), 201);
    assert.equal(await page.locator('#problems li').count(), 51);
    assert.match((await page.locator('#problems li').last().textContent()) ?? '', /and 9950 more/);
  });
});

test('what is not told now stands there with who wanted it so, and is gone when it is over', async () => {
  await withBrowser({}, async ({ page, complaints }) => {
    const answers = {
      status: () => statusView(),
      silences: [
        silenceView(),
        silenceView({ id: 's2', state: 'pending', match: {} }),
        silenceView({ id: 's3', state: 'ended', author: 'Bo' }),
      ],
      groups: [
        groupView(),
        groupView({ because: 'inhibited', common: ['', ''], firing: 1, why: 'It follows from <b>LinkAbsent</b>.' }),
        groupView({ because: 'groupWait' }),
        groupView({ because: 'unchanged', channel: 'told' }),
        groupView({ because: null, reason: 'first', channel: 'due' }),
      ],
    };
    await open(page, answers);
    await page.locator('#silences li').first().waitFor();
    const silences = await page.locator('#silences li').allTextContents();
    assert.equal(silences.length, 2, 'what ended is no silence');
    assert.match(silences[0] ?? '', /silenced.*server we, severity warning or info.*Ada: index rebuild.*until/);
    assert.match(silences[1] ?? '', /to come.*everything.*from .* until/);
    const held = await page.locator('#held li').allTextContents();
    assert.equal(held.length, 3, 'what is told, or was and has not changed, is not held');
    assert.match(held[0] ?? '', /silenced.*LagHigh, westeurope \(3\).*Ada silenced it\..*ops · since/);
    assert.match(held[1] ?? '', /inhibited.*alerts.*<b>LinkAbsent<\/b>/, 'as text, never as markup');
    assert.match(held[2] ?? '', /gathering/);
    answers.silences = [];
    answers.groups = [];
    await page.locator('#held').waitFor({ state: 'hidden' });
    await page.locator('#silences').waitFor({ state: 'hidden' });
    assert.deepEqual(complaints, []);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a telephone shows everything without scrolling sideways, and legibly (${colorScheme})`, async () => {
    await withBrowser({ width: 400, height: 800, colorScheme }, async ({ page, complaints }) => {
      const database = 'a-database-name-'.repeat(8).slice(0, 128);
      const failure = {
        kind: 'unreachable',
        number: null,
        message: `Expected ${LONG}.database.windows.net to answer.`,
      };
      const bad = linkView(database, { state: 'unreachable', lagSeconds: null, failure });
      const lost = linkView('lost', {
        state: 'lagUnknown',
        lagSeconds: null,
        lastKnownLag: { lagSeconds: 3, at: now() },
      });
      const view = statusView({
        links: [
          { ...bad, primary: { ...bad.primary, server: LONG } },
          lost,
          linkView('orders'),
          linkView('slow', { lagSeconds: 90 }),
        ],
        problems: [
          {
            area: 'sampling',
            subject: `${LONG}/${database}`,
            code: 'unreachable',
            message: failure.message,
            since: now(),
          },
        ],
        alerts: [
          {
            subject: lost.linkKey,
            condition: 'LagUnknown',
            severity: 'error',
            phase: 'firing',
            since: now(),
            peak: null,
            sentence: failure.message,
          },
        ],
        unprotected: [{ server: LONG, database, region: 'westeurope' }],
      });
      await open(page, {
        status: () => ({ ...view, now: now() }),
        silences: [silenceView({ match: { database: [`${LONG}/${database}`] } })],
        groups: [groupView({ common: ['LagHigh', LONG] })],
      });
      await page.locator('#held li').waitFor();
      await page.locator('#links li').last().scrollIntoViewIfNeeded();
      await until('the charts are drawn', async () => (await page.locator('svg.chart').count()) > 0);
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'it scrolls sideways');
      assert.deepEqual(await page.evaluate(FAINT_TEXTS), []);
      assert.deepEqual(complaints, []);
    });
  });
}
