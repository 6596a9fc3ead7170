import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { TeamsMessage } from '../../../local/estate/types.ts';
import { decideAt, decisionLinks, parseForm } from '../../../local/play/decisionPage.ts';

const card = (atMs: number, link: string, status = 202): TeamsMessage => ({
  id: String(atMs),
  atMs,
  workflow: 'ops',
  status,
  card: { body: [{ type: 'TextBlock', text: 'x' }], actions: [{ type: 'Action.OpenUrl', url: link }] },
});
const link = (token: string) => `http://app.example/api/incidents/i-1/decision?token=${token}`;

test('links are taken off the cards that were posted, the oldest first, each once', () => {
  const cards = [card(2, link('b')), card(1, link('a')), card(3, link('a')), card(4, link('c'), 429)];
  assert.deepEqual(decisionLinks(cards), [link('a'), link('b')]);
});

test('a link to anything else is no decision link', () => {
  assert.deepEqual(
    decisionLinks([card(1, 'http://app.example/'), card(2, 'http://app.example/api/incidents/i-1')]),
    [],
  );
});

const FORM = `<!doctype html><title>t</title><style>p{}</style><p>Move &quot;orders&quot;?</p>
<form method="get"><input type="hidden" name="no" value="1"></form>
<form method="POST" action='/api/incidents/i-1/decision?x=1&amp;y=2'>
  <input type="hidden" name="token" value="a&amp;b"><input name="by"><textarea name="comment"></textarea>
  <button name="decision" value="approve">Approve</button></form>`;

test('the form that is sent with POST is read, entities and all', () => {
  assert.deepEqual(parseForm(FORM), {
    action: '/api/incidents/i-1/decision?x=1&y=2',
    hidden: { token: 'a&b' },
  });
  assert.equal(parseForm('<p>It has expired.</p>'), undefined);
  assert.equal(parseForm('<form><input type=hidden name=a value=b></form>'), undefined);
});

async function serve(t: TestContext, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/incidents/i-1/decision?token=t`;
}

const ACTION = { decision: 'approve', by: 'Ada', comment: 'go & see' } as const;

test('a person opens the page, and sends the form with decision, name and comment', async (t) => {
  const bodies: string[] = [];
  const address = await serve(t, async (request, response) => {
    if (request.method === 'GET') return void response.end(FORM);
    bodies.push(`${request.url} ${request.headers['content-type']} ${await text(request)}`);
    response.writeHead(200).end('<h1>Approved</h1><p>It &amp; they move.</p>');
  });
  assert.deepEqual(await decideAt(address, ACTION), { status: 200, text: 'Approved It & they move.' });
  assert.deepEqual(bodies, [
    '/api/incidents/i-1/decision?x=1&y=2 application/x-www-form-urlencoded;charset=UTF-8 token=a%26b&decision=approve&by=Ada&comment=go+%26+see',
  ]);
});

test('where the page has no form, nothing is sent and the page is what was seen', async (t) => {
  const methods: string[] = [];
  const address = await serve(t, (request, response) => {
    methods.push(request.method ?? '');
    response.writeHead(410).end('<title>no</title><p>It has expired.</p>');
  });
  assert.deepEqual(await decideAt(address, ACTION), { status: 410, text: 'It has expired.' });
  assert.deepEqual(methods, ['GET']);
});
