/** The incident section of the status page against answers that no estate has to be brought to give. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { renderPage } from '../../local/tools/bundle.ts';
import type { AutomationView } from '../../shared/views/automationTypes.ts';
import { toExplainView } from '../../shared/views/explanation.ts';
import { toIncidentSummary } from '../../shared/views/incident.ts';
import type { IncidentSummaryView } from '../../shared/views/incidentTypes.ts';
import { withBrowser } from '../kit/browser.ts';
import { until } from '../kit/until.ts';
import { asked, INCIDENT_ID, incident, NOW } from '../unit/views/incidentFixtures.ts';

const STATUS = {
  name: 'shops',
  version: '0',
  now: new Date().toISOString(),
  health: 'ok',
  configurationFaults: [],
  discovery: { lastStarted: null, lastFinished: null, everySeconds: 1, late: false, durationMs: 5 },
  sampling: { lastStarted: null, lastFinished: null, everySeconds: 1, late: false, durationMs: 5 },
  objectives: null,
  links: [],
  unprotected: [],
  notGeo: [],
  alerts: [],
  problems: [],
  notifications: [],
};

interface Answers {
  incidents: IncidentSummaryView[] | undefined;
  automation: AutomationView | undefined;
  explained: number;
}

async function open(page: Page, answers: Answers): Promise<void> {
  const html = await renderPage();
  const now = new Date().toISOString();
  await page.route('https://geowarden.test/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
    if (pathname === '/api/status') return route.fulfill({ json: { ...STATUS, now } });
    if (pathname === '/api/incidents') {
      const { incidents } = answers;
      return incidents ? route.fulfill({ json: { now, incidents } }) : route.fulfill({ status: 503, json: {} });
    }
    if (pathname === '/api/automation') {
      const { automation } = answers;
      return automation ? route.fulfill({ json: automation }) : route.fulfill({ status: 503, json: {} });
    }
    if (pathname === `/api/incidents/${INCIDENT_ID}/explain`) {
      answers.explained += 1;
      return route.fulfill({ json: toExplainView(asked(), NOW) });
    }
    if (pathname === '/api/silences') return route.fulfill({ json: { silences: [] } });
    if (pathname === '/api/notifications')
      return route.fulfill({ json: { notifications: [], next: null, groups: [] } });
    return route.fulfill({ status: 404, json: {} });
  });
  await page.goto('https://geowarden.test/');
  await page.locator('#health', { hasText: 'watching' }).waitFor();
}

const view = () => toIncidentSummary(asked(), NOW);
const answers = (more: Partial<Answers> = {}): Answers => ({
  incidents: [],
  automation: { paused: null },
  explained: 0,
  ...more,
});

test('without an incident, and while the automation runs, nothing is in the way', async () => {
  await withBrowser({}, async ({ page, complaints }) => {
    await open(page, answers());
    assert.equal(await page.locator('#incidents').isVisible(), false);
    assert.equal(await page.locator('#automation').isVisible(), false);
    assert.deepEqual(complaints, []);
  });
});

test('open incidents come first, with verdict, decision, candidate and loss; why is asked for when it is opened', async () => {
  await withBrowser({}, async ({ page, complaints }) => {
    const over = toIncidentSummary(incident({ id: 'late', phase: 'over', openedAtMs: NOW, overAtMs: NOW }), NOW);
    const given = answers({ incidents: [over, view()] });
    await open(page, given);
    const items = page.locator('#incidents ol > li');
    assert.equal(await items.count(), 2);
    const first = items.first();
    assert.equal(await first.locator('.pill').textContent(), 'region down');
    const said = (await first.textContent()) ?? '';
    for (const part of ['shop: westeurope', 'A person decides', 'contoso-ne/orders', 'At most 6 min 43 s']) {
      assert.ok(said.includes(part), part);
    }
    assert.equal(given.explained, 0);
    await first.getByText('Why', { exact: true }).click();
    await first.locator('.why p', { hasText: 'Gate policyAllows is closed' }).waitFor();
    // It stays open, and is asked for anew, while the page goes on refreshing.
    await until('it is asked again', () => given.explained >= 3);
    assert.equal(await first.locator('details').getAttribute('open'), '');
    assert.deepEqual(complaints, []);
  });
});

test('a paused automation is shown with who and since when, and so is a switch that cannot be read', async () => {
  await withBrowser({}, async ({ page }) => {
    const given = answers({
      automation: { paused: { by: 'Ada', comment: '<b>tests</b>', since: '2020-01-01T00:00:00Z' } },
    });
    await open(page, given);
    const badge = page.locator('#automation');
    await badge.filter({ hasText: 'automation paused by Ada, since' }).waitFor();
    assert.equal(await badge.getAttribute('title'), '<b>tests</b>');
    given.automation = undefined;
    await badge.filter({ hasText: 'counts as paused' }).waitFor();
    given.automation = { paused: null };
    await badge.waitFor({ state: 'hidden' });
  });
});

test('incidents that cannot be read are not shown as none, and take nothing from the rest', async () => {
  await withBrowser({}, async ({ page }) => {
    const given = answers({ incidents: [view()] });
    await open(page, given);
    await page.locator('#incidents .head').waitFor();
    given.incidents = undefined;
    await page.locator('#incidents', { hasText: 'could not be read' }).waitFor();
    assert.equal(await page.locator('#health').textContent(), 'watching');
    given.incidents = [view()];
    await page.locator('#incidents .head').waitFor();
    assert.equal(await page.locator('#incidents ol > li').count(), 1);
  });
});

test('whatever the words hold is text, and a telephone shows it without scrolling sideways', async () => {
  await withBrowser({ width: 400, height: 800, colorScheme: 'dark' }, async ({ page, complaints }) => {
    const nasty = `<img src=x onerror="document.title='hurt'">${'x'.repeat(300)}`;
    const bad = view();
    await open(
      page,
      answers({
        incidents: [{ ...bad, group: nasty, verdict: { ...bad.verdict, sentence: nasty } }],
        automation: { paused: { by: nasty.slice(0, 200), comment: nasty, since: new Date().toISOString() } },
      }),
    );
    await page.locator('#incidents .head').waitFor();
    assert.equal(await page.locator('#incidents img').count(), 0);
    assert.notEqual(await page.title(), 'hurt');
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'it scrolls sideways');
    assert.deepEqual(complaints, []);
  });
});
