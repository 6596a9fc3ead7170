/** Every button of the console, pressed: it does to the estate what it says, and the button that takes its place undoes it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { type RunningConsole, startConsole } from '../../local/console/server.ts';
import { startEstate } from '../../local/estate/estate.ts';
import { completeDefinition } from '../../local/estate/model/definition.ts';
import type { EstateModel } from '../../local/estate/model/types.ts';
import type { Estate, EstateAddresses } from '../../local/estate/types.ts';
import { ask, vantageAgent } from '../component/estate/support/vantageAgent.ts';
import { withBrowser } from '../kit/browser.ts';
import { until } from '../kit/until.ts';

const DEFINITION = completeDefinition({
  app: { region: 'uksouth' },
  servers: [
    { name: 'contoso-we', region: 'westeurope' },
    { name: 'contoso-ne', region: 'northeurope' },
  ],
  databases: [{ name: 'orders', server: 'contoso-we', sku: 'S3', commitsPerSecond: 20 }],
  links: [{ server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' }],
});

interface Seat {
  estate: Estate;
  model: EstateModel;
  page: Page;
  console: RunningConsole;
  complaints: string[];
}

async function atTheConsole(body: (seat: Seat) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-console-'));
  const estate = await startEstate(DEFINITION, { folder });
  const running = await startConsole({ estate, port: 0, appUrl: 'http://127.0.0.1:9/' });
  try {
    await withBrowser({}, async ({ page, complaints }) => {
      await page.goto(running.url);
      await page.locator('#links tbody tr').first().waitFor();
      await body({ estate, model: estate.model, page, console: running, complaints });
      assert.deepEqual(complaints, []);
    });
  } finally {
    await running.close();
    await estate.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One message each, as a program would send it. */
async function tellHooks(
  { pagerDutyRoutingKey, slackWebhookUrl, webhook }: EstateAddresses,
  agent: Agent,
): Promise<void> {
  const payload = { summary: 'Lag <b>is</b> high', source: 'contoso-we/orders', severity: 'critical' };
  const event = { routing_key: pagerDutyRoutingKey, event_action: 'trigger', dedup_key: 'k', payload };
  const body = JSON.stringify({ type: 'geowarden.alert.first', timestamp: '2026-11-22T03:04:05.000Z', data: {} });
  const now = new Date();
  const signature = {
    'webhook-id': 'm1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(webhook.secret).sign('m1', now, body),
  };
  const posts: Array<[string, string, Record<string, string>, number]> = [
    ['https://events.pagerduty.com/v2/enqueue', JSON.stringify(event), {}, 202],
    [slackWebhookUrl, JSON.stringify({ text: 'a &lt;b&gt; &amp; c' }), {}, 200],
    [webhook.url, body, signature, 204],
  ];
  for (const [url, text, headers, expected] of posts) {
    const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text };
    assert.equal((await ask(agent, url, options)).status, expected, url);
  }
}

const link = (model: EstateModel) => model.linkViews('contoso-we', 'orders')[0];
const fault = (model: EstateModel) => JSON.stringify(model.sqlFault('contoso-we', 'orders'));

/** Where the button is, what it says, what the estate says then, what the healing button says, and what it says then. */
const BUTTONS: [
  where: string,
  hurts: string,
  read: (model: EstateModel) => unknown,
  hurt: unknown,
  heals: string,
  well: unknown,
][] = [
  ['.service:has-text("Resource Manager")', 'throttle', (m) => m.resourceManagerState(), 'throttled', 'heal', 'up'],
  ['.service:has-text("Resource Manager")', 'down', (m) => m.resourceManagerState(), 'unavailable', 'heal', 'up'],
  ['.service:has-text("Resource Manager")', 'silence', (m) => m.resourceManagerState(), 'silent', 'heal', 'up'],
  ['.service:has-text("Resource Manager")', 'garble', (m) => m.resourceManagerState(), 'garbage', 'heal', 'up'],
  ['.service:has-text("identity")', 'down', (m) => m.identityState(), 'unreachable', 'heal', 'up'],
  ['.service:has-text("teams")', 'throttle', (m) => m.channelState('teams'), 'throttled', 'heal', 'ok'],
  ['.service:has-text("teams")', 'silence', (m) => m.channelState('teams'), 'silent', 'heal', 'ok'],
  ['.service:has-text("smtp")', 'throttle', (m) => m.channelState('smtp'), 'throttled', 'heal', 'ok'],
  [
    '.service:has-text("communicationEmail")',
    'silence',
    (m) => m.channelState('communicationEmail'),
    'silent',
    'heal',
    'ok',
  ],
  ['.service:has-text("pagerDuty")', 'fail', (m) => m.channelState('pagerDuty'), 'failing', 'heal', 'ok'],
  ['.service:has-text("slack")', 'silence', (m) => m.channelState('slack'), 'silent', 'heal', 'ok'],
  ['.service:has-text("webhook")', 'throttle', (m) => m.channelState('webhook'), 'throttled', 'heal', 'ok'],
  [
    '.region:has-text("westeurope") .top',
    'fail region',
    (m) => m.reachability('uksouth', 'westeurope'),
    'silent',
    'recover',
    'open',
  ],
  [
    '.server:has-text("contoso-we") .name',
    'close firewall',
    (m) => m.server('contoso-we')?.firewallOpen,
    false,
    'open firewall',
    true,
  ],
  [
    '.server:has-text("contoso-we") .name',
    'deny rights',
    (m) => m.hasRights('contoso-we'),
    false,
    'grant rights',
    true,
  ],
  ['.server:has-text("contoso-we") .name', 'silence', fault, '{"kind":"silent"}', 'heal', 'null'],
  ['.server:has-text("contoso-we") .database', '40613', fault, '{"kind":"error","number":40613}', 'heal', 'null'],
  ['.server:has-text("contoso-we") .database', 'hang', fault, '{"kind":"hangQuery"}', 'heal', 'null'],
  ['#links', 'suspend', (m) => link(m)?.phase, 'SUSPENDED', 'resume', 'CATCH_UP'],
  ['#links', 'cut', (m) => link(m)?.connected, false, 'join', true],
];

test('each button hurts what it names, and what takes its place heals it', async () => {
  await atTheConsole(async ({ model, page }) => {
    for (const [where, hurts, read, hurt, heals, well] of BUTTONS) {
      const place = page.locator(where).first();
      await place.getByRole('button', { name: hurts, exact: true }).click();
      await until(`${where} ${hurts}`, () => read(model) === hurt);
      await place.getByRole('button', { name: heals, exact: true }).click();
      await until(`${where} ${heals}`, () => read(model) === well);
      await place.getByRole('button', { name: hurts, exact: true }).waitFor();
      assert.equal(await page.locator('#fault').isVisible(), false);
    }
  });
});

test('what PagerDuty, Slack and a webhook were told is shown when there is something, as text', async () => {
  await atTheConsole(async ({ estate, page }) => {
    assert.equal(await page.locator('#hooks h2').count(), 0);
    const vantage = await estate.openVantage('uksouth');
    await tellHooks(
      estate.addresses,
      vantageAgent(vantage.names, await readFile(estate.certificateAuthorityFile, 'utf8')),
    );
    await page.locator('#hooks summary').nth(2).waitFor();
    assert.deepEqual(await page.locator('#hooks h2').allTextContents(), ['PagerDuty 1', 'Slack 1', 'Webhook 1']);
    const titles = await page.locator('#hooks summary b').allTextContents();
    assert.deepEqual(titles, ['Lag <b>is</b> high', 'a <b> & c', 'geowarden.alert.first']);
    assert.match((await page.locator('#hooks .when').first().textContent()) ?? '', /· triggered$/);
    await page.locator('#hooks summary').first().click();
    assert.match((await page.locator('#hooks details[open] pre').textContent()) ?? '', /"severity": "critical"/);
  });
});

test('a way that is cut is shown from both sides, and each side is opened by itself', async () => {
  await atTheConsole(async ({ model, page }) => {
    await page.locator('.region:has-text("westeurope")').getByRole('button', { name: 'cut off' }).click();
    await page.locator('#paths .service').nth(1).waitFor();
    const shown = await page.locator('#paths .service').allTextContents();
    assert.deepEqual(shown.sort(), ['uksouth → westeuropesilentopen', 'westeurope → uksouthsilentopen']);
    // The region is not down: there is nothing to recover.
    assert.equal(await page.getByRole('button', { name: 'recover' }).count(), 0);
    await page.locator('#paths').getByRole('button', { name: 'open' }).first().click();
    await until('one way is open', async () => (await page.locator('#paths .service').count()) === 1);
    await page.locator('#paths').getByRole('button', { name: 'open' }).click();
    await until('both ways are open', () => model.reachability('uksouth', 'westeurope') === 'open');
    assert.equal(model.reachability('westeurope', 'uksouth'), 'open');
  });
});

test('no button offers to heal what only time or another thing heals', async () => {
  await atTheConsole(async ({ model, page }) => {
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    model.failover({ server: 'contoso-ne', database: 'orders', mode: 'forced', by: 'arm' });
    await page.locator('#links', { hasText: 'SUSPENDED, disconnected' }).waitFor();
    for (const name of ['join', 'resume']) {
      assert.equal(await page.locator('#links').getByRole('button', { name }).count(), 0, name);
    }
    assert.match((await page.locator('#failovers').textContent()) ?? '', /forced to contoso-ne\/orders by arm/);
  });
});

test('an old primary that has not heard of its successor is marked, and so is its growing loss', async () => {
  await atTheConsole(async ({ model, page }) => {
    model.apply({ kind: 'network', from: 'westeurope', to: 'northeurope', becomes: 'silent', bothWays: true });
    model.failover({ server: 'contoso-ne', database: 'orders', mode: 'forced', by: 'arm' });
    const old = page.locator('.server:has-text("contoso-we") .database');
    await old.locator('.tag', { hasText: 'superseded' }).waitFor();
    assert.match((await old.textContent()) ?? '', /primary/);
    assert.deepEqual(await page.locator('#links tbody tr').count(), 1);
    const lost = async () =>
      Number(/(\d+) commits lost/.exec((await page.locator('#failovers').textContent()) ?? '')?.[1]);
    const before = await lost();
    await until('the loss to grow', async () => (await lost()) > before);
  });
});

test('the keyboard keeps its place while the page is redrawn, and a refusal is shown until the next step', async () => {
  await atTheConsole(async ({ page, complaints }) => {
    const button = page.locator('#links').getByRole('button', { name: 'slow' });
    await button.focus();
    const place = () => page.evaluate('document.activeElement?.textContent');
    const position = async () => page.locator('.database .quiet').first().textContent();
    const before = await position();
    await until('a redraw', async () => (await position()) !== before);
    assert.equal(await place(), 'slow');
    await page.route(
      '**/api/hurt',
      (route) => route.fulfill({ status: 400, json: { error: 'expected something else' } }),
      {
        times: 1,
      },
    );
    await button.press('Enter');
    await page.locator('#fault', { hasText: 'expected something else' }).waitFor();
    await button.press('Enter');
    await page.locator('#fault').waitFor({ state: 'hidden' });
    // Chromium's own complaint about the answer that this test made up.
    assert.match(complaints.splice(0).join(), /400/);
  });
});

test('a step that nobody knows is refused with what was expected', async () => {
  await atTheConsole(async ({ model, console: running }) => {
    const hurt = async (body: string) => {
      const answer = await fetch(`${running.url}/api/hurt`, { method: 'POST', body });
      return [answer.status, ((await answer.json()) as { error?: string }).error ?? ''] as const;
    };
    const REFUSED: [string, RegExp][] = [
      ['{ "nonsense": true }', /nonsense: unknown key/],
      ['{ "region": "westeurope", "becomes": "sideways" }', /becomes/],
      ['{ "region": "eastus", "becomes": "down" }', /eastus.*not of this estate/],
      ['{ "region": "global", "becomes": "down" }', /'global'/],
      ['{ "resourceManager": "up", "firewall": "contoso-we" }', /unknown key/],
      ['{ "sql": "contoso-we/nothing", "answers": 40613 }', /contoso-we\/nothing/],
      ['{ "app": "killed" }', /not part of the estate/],
      ['"region"', /expected object, received string/],
      ['null', /expected object, received null/],
      ['[]', /expected object, received array/],
      ['{', /JSON/],
      ['', /JSON/],
    ];
    for (const [body, message] of REFUSED) {
      const [status, error] = await hurt(body);
      assert.equal(status, 400, body);
      assert.match(error, message, body);
    }
    const foreign = { method: 'POST', headers: { origin: 'null' }, body: '{ "resourceManager": "silent" }' };
    assert.equal((await fetch(`${running.url}/api/hurt`, foreign)).status, 403);
    assert.equal((await hurt(`{ "x": "${'y'.repeat(70_000)}" }`))[0], 413);
    assert.equal(model.reachability('uksouth', 'westeurope'), 'open');
    assert.deepEqual(await hurt('{ "resourceManager": "garbage" }'), [200, '']);
    assert.equal(model.resourceManagerState(), 'garbage');
  });
});
