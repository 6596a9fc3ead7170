/** The decision page in a browser, served by the app itself on in-memory ports: what a person sees and does at three in the morning. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { signApprovalToken } from '../../shared/access/approvalToken.ts';
import { showDecision, takeDecision } from '../../shared/app/decisions.ts';
import type { Incident } from '../../shared/outage/types.ts';
import type { Reply } from '../../shared/views/reply.ts';
import { withBrowser } from '../kit/browser.ts';
import { AppWorld, KEY } from '../unit/app/world.ts';
import { asked, INCIDENT_ID, NOW, question } from '../unit/views/incidentFixtures.ts';

interface Seat {
  world: AppWorld;
  page: Page;
  complaints: string[];
  link: string;
  requests: string[];
  stored(): Promise<Incident | undefined>;
}

async function atTheDecision(body: (seat: Seat) => Promise<void>, options: { width?: number } = {}): Promise<void> {
  const world = new AppWorld();
  world.nowMs = NOW;
  await world.storage.incidents.save({ value: asked() });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void answer(world, request).then((reply) => send(response, reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const token = signApprovalToken(question(asked()), KEY);
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const link = `${base}/api/incidents/${INCIDENT_ID}/decision?token=${encodeURIComponent(token)}`;
  try {
    await withBrowser({ height: 800, ...options }, async ({ page, complaints }) => {
      const stored = async () => (await world.storage.incidents.load(INCIDENT_ID))?.value;
      await body({ world, page, complaints, link, requests, stored });
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function answer(world: AppWorld, request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '', 'http://app');
  if (request.method !== 'POST') {
    return showDecision(world.context, INCIDENT_ID, { token: url.searchParams.get('token') ?? '' });
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const incoming = { method: 'POST', body, contentType: request.headers['content-type'], principal: undefined };
  return takeDecision(world.context, INCIDENT_ID, incoming, world.log, async () => undefined);
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, headers).end(body);
}

test('a person opens the link, reads, writes why, and approves; opening it again and again decides nothing', async () => {
  await atTheDecision(async ({ page, complaints, link, requests, stored }) => {
    await page.goto(link);
    await page.reload();
    const said = (await page.locator('main').textContent()) ?? '';
    for (const part of [
      'contoso-ne/orders',
      'at most 6 min 43 s',
      'up to 15 min',
      'policyAllows',
      'ownProbe says down',
    ]) {
      assert.ok(said.includes(part), part);
    }
    assert.equal((await stored())?.approval?.state, 'pending');
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Why').fill('the region is down');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Approved' }).waitFor();
    assert.deepEqual((await stored())?.approval?.decision, { by: 'Ada', comment: 'the region is down', atMs: NOW });
    // The token leaves no trace in the address of what was sent.
    assert.deepEqual(
      requests.filter((request) => request.startsWith('POST')),
      [`POST /api/incidents/${INCIDENT_ID}/decision`],
    );
    assert.deepEqual(complaints, []);
  });
});

test('the style is its own, in spite of the policy, and scripts are not run', async () => {
  await atTheDecision(async ({ page, link }) => {
    await page.goto(link);
    assert.equal(await page.evaluate("getComputedStyle(document.querySelector('form')).borderRadius"), '10px');
    const hurt = await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "hurt"';
      document.head.append(script);
      return document.title;
    })()`);
    assert.notEqual(hurt, 'hurt');
  });
});

test('Enter in the name decides nothing, and neither does a form without a comment', async () => {
  await atTheDecision(async ({ page, link, requests, stored }) => {
    await page.goto(link);
    await page.getByLabel('Why').fill('the region is down');
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Your name').press('Enter');
    await page.getByLabel('Why').fill('');
    await page.getByRole('button', { name: 'Approve' }).click();
    assert.equal(await page.evaluate("document.querySelector('textarea').validity.valueMissing"), true);
    assert.deepEqual(
      requests.filter((request) => request.startsWith('POST')),
      [],
    );
    assert.equal((await stored())?.approval?.state, 'pending');
  });
});

test('a comment of blanks is sent back with what is missing, and what was written stays', async () => {
  await atTheDecision(async ({ page, link, stored }) => {
    await page.goto(link);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Why').fill('   ');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('alert').filter({ hasText: 'Nothing was decided' }).waitFor();
    assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada');
    assert.equal((await stored())?.approval?.state, 'pending');
    await page.getByLabel('Why').fill('not today');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByRole('heading', { name: 'Rejected' }).waitFor();
    assert.equal((await stored())?.rejection?.comment, 'not today');
  });
});

test('a link that was used, or has expired, says so and what to do', async () => {
  await atTheDecision(async ({ world, page, link }) => {
    await page.goto(link);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Why').fill('go');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Approved' }).waitFor();
    assert.equal((await page.goto(link))?.status(), 409);
    await page.locator('main', { hasText: 'approved by Ada' }).waitFor();
    world.nowMs = NOW + 10_000_000;
    assert.equal(await page.locator('form').count(), 0);
  });
  await atTheDecision(async ({ world, page, link }) => {
    world.nowMs = NOW + 10_000_000;
    assert.equal((await page.goto(link))?.status(), 410);
    await page.locator('main', { hasText: 'newest message' }).waitFor();
    assert.equal(await page.locator('form').count(), 0);
  });
});

test('a telephone shows the whole page without scrolling sideways', async () => {
  await atTheDecision(
    async ({ page, link }) => {
      await page.goto(link);
      await page.getByRole('button', { name: 'Approve' }).waitFor();
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'it scrolls sideways');
    },
    { width: 380 },
  );
});
