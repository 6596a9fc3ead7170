/** What people ask and say over HTTP, through the host and against real storage: the routes, the methods, and the switch. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { withDesk } from '../kit/desk.ts';
import { until } from '../kit/until.ts';

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown>;
}

async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : {},
  };
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

test('incidents, operations and the switch are asked for and set; a pause outlives the question and is told until it ends', async () => {
  await withDesk({}, async (desk) => {
    const api = `${desk.appUrl}/api`;
    assert.deepEqual((await ask(`${api}/incidents`)).json.incidents, []);
    assert.deepEqual((await ask(`${api}/operations`)).json.operations, []);
    assert.equal((await ask(`${api}/incidents/none`)).status, 404);
    assert.equal((await ask(`${api}/incidents/none/explain`)).status, 404);
    assert.equal((await ask(`${api}/operations/none`)).status, 404);
    assert.equal((await ask(`${api}/operations/none`, post({ command: 'retry', by: 'A', comment: 'x' }))).status, 404);
    for (const path of [
      'incidents',
      'operations',
      'automation',
      'silences',
      'notifications',
      'status',
      'links',
      'health',
    ]) {
      // Its health is 503 until the first sweep.
      await until(`HEAD ${path}`, async () => (await ask(`${api}/${path}`, { method: 'HEAD' })).status < 400);
    }

    for (const [path, status] of [
      ['conditions', 200],
      ['conditions/', 200],
      ['conditions/lag-high', 200],
      ['conditions/nothing', 404],
    ] as const) {
      const answer = await ask(`${desk.appUrl}/${path}`);
      assert.equal(answer.status, status, path);
      assert.equal((await ask(`${desk.appUrl}/${path}`, { method: 'HEAD' })).status, status, path);
      const style = /<style>([\s\S]*)<\/style>/.exec(answer.text)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      if (status === 404) assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
      else
        assert.ok(
          answer.headers.get('content-security-policy')?.startsWith(`default-src 'none'; style-src 'sha256-${hash}';`),
        );
    }

    const page = await ask(`${api}/incidents/none/decision?token=x.y`);
    assert.equal(page.status, 403);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    const decision = { token: 'x.y', decision: 'approve', by: 'A', comment: 'x' };
    assert.equal((await ask(`${api}/incidents/none/decision`, post(decision))).status, 403);

    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    const silence = { match: { condition: 'LagHigh' }, author: 'Ada', comment: 'tests', endsAt };
    assert.equal((await ask(`${api}/silences`, post({ ...silence, endsAt: undefined }))).status, 400);
    const made = await ask(`${api}/silences`, post(silence));
    assert.equal(made.status, 201, made.text);
    assert.deepEqual((await ask(`${api}/silences`)).json, { silences: [made.json] });
    const remove = (query: string) => ask(`${api}/silences/${made.json.id}${query}`, { method: 'DELETE' });
    assert.equal((await remove('')).status, 400, 'somebody has to say who ends it');
    assert.deepEqual((await remove('?by=Bo')).json.endedBy, 'Bo');
    assert.equal((await ask(`${api}/silences/none?by=Bo`, { method: 'DELETE' })).status, 404);
    assert.equal((await ask(`${api}/notifications?limit=many`)).status, 400);
    assert.deepEqual((await ask(`${api}/notifications?limit=5`)).json.groups, []);

    assert.deepEqual((await ask(`${api}/automation`)).json, { paused: null });
    assert.equal((await ask(`${api}/automation`, post({ action: 'pause' }))).status, 400);
    const paused = await ask(`${api}/automation`, post({ action: 'pause', by: 'Ada', comment: 'tests' }));
    assert.equal(paused.status, 200);
    assert.deepEqual((await ask(`${api}/automation`)).json, paused.json);
    const told = async () =>
      (await desk.status()).notifications
        .filter(({ condition, status }) => condition === 'AutomationPaused' && status === 'delivered')
        .map(({ reason }) => reason);
    await until('the pause is told', async () => (await told()).includes('first'));
    assert.equal((await ask(`${api}/automation`, post({ action: 'resume', by: 'Bo', comment: 'done' }))).status, 200);
    assert.deepEqual((await ask(`${api}/automation`)).json, { paused: null });
    await until('its end is told', async () => (await told()).includes('resolved'));
  });
});
