import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withBrowser } from '../kit/browser.ts';
import { smallEstate, withDesk } from '../kit/desk.ts';
import { until } from '../kit/until.ts';

const cut = { kind: 'link', server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' } as const;

test('the status page shows a NULL spell as a gap and an unknown number, and the console shows the card and the mail', async () => {
  const definition = smallEstate({ databases: '    - { name: lonely, server: contoso-we }' });
  await withDesk({ console: true, definition }, async (desk) => {
    await until('the link is sampled', async () => (await desk.status()).links[0]?.state === 'caughtUp');
    await withBrowser({}, async ({ page, complaints }) => {
      await page.goto(desk.appUrl);
      const link = page.locator('#links li').first();
      await link.locator('.pill', { hasText: 'caught up' }).waitFor();
      assert.match((await link.locator('.pair').textContent()) ?? '', /contoso-we\/orders → contoso-ne\/orders/);
      await link.locator('svg.chart .trace').first().waitFor({ state: 'attached' });
      assert.match((await page.locator('#unprotected').textContent()) ?? '', /contoso-we\/lonely/);

      desk.estate.model.apply({ ...cut, becomes: 'disconnected' });
      await link.locator('.pill', { hasText: 'lag unknown' }).waitFor();
      assert.match((await link.locator('.number').textContent()) ?? '', /\? unknown/);
      await link.locator('svg.chart .gap').waitFor({ state: 'attached' });
      await page.locator('#alerts li', { hasText: 'LagUnknown' }).filter({ hasText: 'firing' }).waitFor();

      desk.estate.model.apply({ ...cut, becomes: 'connected' });
      await link.locator('.pill', { hasText: 'caught up' }).waitFor();
      await until('the line goes on after the gap', async () => (await link.locator('svg.chart .trace').count()) >= 2);
      assert.equal(await page.locator('#health').textContent(), 'watching');
      assert.deepEqual(complaints, []);
    });
    await withBrowser({}, async ({ page, complaints }) => {
      await page.goto(desk.consoleUrl ?? '');
      await page.locator('#teams .post .ac-adaptiveCard').first().waitFor();
      await page.locator('#teams', { hasText: 'LagUnknown' }).waitFor();
      await page.locator('#mail summary').first().click();
      const mail = page.frameLocator('#mail details[open] iframe');
      await mail.locator('body', { hasText: /LagUnknown|Unprotected/ }).waitFor();
      assert.equal(await page.locator('#links tbody tr').count(), 1);
      assert.deepEqual(complaints, []);
    });
  });
});

test('a button of the console hurts the estate, and the same button heals it', async () => {
  await withDesk({ console: true }, async (desk) => {
    await withBrowser({}, async ({ page }) => {
      await page.goto(desk.consoleUrl ?? '');
      await page.locator('#links').getByRole('button', { name: 'suspend' }).click();
      await page.locator('#links .tag', { hasText: 'SUSPENDED' }).waitFor();
      const phase = () => desk.estate.model.linkViews('contoso-we', 'orders')[0]?.phase;
      assert.equal(phase(), 'SUSPENDED');
      await page.locator('#links').getByRole('button', { name: 'resume' }).click();
      await until('the link is back', () => phase() === 'CATCH_UP');
    });
  });
});

test('the console refuses a step that no scenario could do, and a page from elsewhere', async () => {
  await withDesk({ console: true }, async (desk) => {
    const hurt = (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${desk.consoleUrl}/api/hurt`, { method: 'POST', headers, body: JSON.stringify(body) });
    const wrong = await hurt({ region: 'westeurope', becomes: 'sideways' });
    assert.equal(wrong.status, 400);
    assert.match(((await wrong.json()) as { error: string }).error, /becomes/);
    const nowhere = await hurt({ firewall: 'no-such-server', becomes: 'closed' });
    assert.equal(nowhere.status, 400);
    const foreign = await hurt({ firewall: 'contoso-we', becomes: 'closed' }, { origin: 'https://evil.example' });
    assert.equal(foreign.status, 403);
    assert.equal(desk.estate.model.server('contoso-we')?.firewallOpen, true);
    assert.equal((await hurt({ firewall: 'contoso-we', becomes: 'closed' })).status, 200);
    assert.equal(desk.estate.model.server('contoso-we')?.firewallOpen, false);
  });
});

test('a deployment that asks for a key shows the form, and the page works with the key', async () => {
  await withDesk({ settings: { GEOWARDEN_HTTP_AUTH: 'function' } }, async (desk) => {
    const refused = await fetch(`${desk.appUrl}/api/status`);
    assert.equal(refused.status, 401);
    await withBrowser({}, async ({ page }) => {
      await page.goto(desk.appUrl);
      await page.locator('#key-input').waitFor();
      assert.equal(await page.locator('#links li').count(), 0, 'nothing is shown without the key');
      await page.locator('#key-input').fill(desk.masterKey);
      await page.getByRole('button', { name: 'Open' }).click();
      await page.locator('#links li .pill').first().waitFor();
      assert.equal(await page.locator('#key').isVisible(), false);
      assert.ok(!page.url().includes(desk.masterKey), 'the key is not in the address');
    });
  });
});
