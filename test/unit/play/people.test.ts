import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { JournalListener } from '../../../local/desk/storageGate.ts';
import type { Desk } from '../../../local/desk/types.ts';
import type { TeamsMessage } from '../../../local/estate/types.ts';
import { People } from '../../../local/play/people.ts';
import { until } from '../../kit/until.ts';

/** An app with one page per link, and a desk that says what was done to it. */
async function deskWith(t: TestContext, gated = true) {
  const done: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/api/automation') {
      done.push(`${request.headers['x-functions-key']} ${body}`);
      response.writeHead(body.includes('refuse') ? 400 : 200).end('{}');
      return;
    }
    if (request.method === 'POST') done.push(`${request.url} ${body}`);
    response.end(request.method === 'POST' ? '<p>done</p>' : '<form method="post"></form>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cards: TeamsMessage[] = [];
  const post = (token: string) =>
    cards.push({
      id: token,
      atMs: cards.length,
      workflow: 'ops',
      status: 202,
      card: { url: `${url}/api/incidents/i/decision?token=${token}` },
    });
  let listener: JournalListener | undefined;
  const listen = (next: JournalListener | undefined) => {
    listener = next;
  };
  const app = (name: string) => ({
    name,
    url,
    masterKey: 'master',
    stop: async (signal: string) => void done.push(`${name} ${signal}`),
    start: async () => void done.push(`${name} start`),
  });
  const desk = {
    deployments: [app('first'), app('second')],
    estate: { teamsMessages: () => cards },
    ...(gated ? { journalGate: { onJournal: listen } } : {}),
  } as unknown as Desk;
  const people = new People(desk, () => {});
  return {
    people,
    done,
    post,
    journal: (entries: number, move: string) => listener?.({ entries, move }),
    listens: () => listener !== undefined,
  };
}

const decision = (of: 'newest' | 'first', comment = 'go') =>
  ({ kind: 'decision', decision: 'approve', by: 'Ada', comment, of }) as const;

test('what is done to the app is done one after the other, and is idle afterwards', async (t) => {
  const { people, done } = await deskWith(t);
  assert.equal(people.idle, true);
  people.begin({ kind: 'app', does: 'killed', which: 'first' }, 'a');
  people.begin({ kind: 'app', does: 'started', which: 'first' }, 'b');
  people.begin({ kind: 'app', does: 'stopped', which: 'second' }, 'c');
  assert.equal(people.idle, false);
  await people.end();
  assert.equal(people.idle, true);
  assert.deepEqual(done, ['first SIGKILL', 'first start', 'second SIGTERM']);
  assert.deepEqual(people.faults, []);
});

test('a deployment that is not there is a fault with its step', async (t) => {
  const { people } = await deskWith(t);
  people.begin({ kind: 'app', does: 'killed', which: 'witness' }, 'app killed, which witness');
  people.begin({ kind: 'app', does: 'killed', which: 'first' }, 'the next is done all the same');
  await people.end();
  assert.equal(people.faults.length, 1);
  assert.equal(people.faults[0]?.what, 'app killed, which witness');
  assert.match(people.faults[0]?.why ?? '', /expected a deployment 'witness'/);
});

test('a person pauses with a comment; a refusal is a fault', async (t) => {
  const { people, done } = await deskWith(t);
  people.begin({ kind: 'automation', does: 'pause', by: 'Ada', comment: 'x' }, 'a');
  people.begin({ kind: 'automation', does: 'resume', by: 'Ada', comment: 'refuse' }, 'b');
  await people.end();
  assert.equal(done[0], 'master {"action":"pause","by":"Ada","comment":"x"}');
  assert.match(people.faults[0]?.why ?? '', /answered 400/);
});

test('a person waits for a card, and the newest is the newest that was not used', async (t) => {
  const { people, done, post } = await deskWith(t);
  people.begin(decision('newest', 'one'), 'a');
  setTimeout(() => post('t1'), 150);
  await people.end();
  assert.deepEqual(people.page, { status: 200, text: 'done' });
  people.begin(decision('newest', 'two'), 'b');
  setTimeout(() => post('t2'), 150);
  await people.end();
  post('t3');
  people.begin(decision('first', 'three'), 'c');
  await people.end();
  assert.deepEqual(
    done.map((line) => line.replace(/^.*token=(\w+) .*comment=(\w+)$/, '$1 $2')),
    ['t1 one', 't2 two', 't1 three'],
  );
});

test('the app is killed once after every kind of entry, started again, and left alone at the end', async (t) => {
  const { people, done, journal, listens } = await deskWith(t);
  people.begin({ kind: 'killAfterJournal' }, 'a');
  await until('it listens', listens);
  await journal(1, 'a --x--> b');
  await journal(2, 'b --y--> a');
  await journal(3, 'a --x--> b');
  await people.end();
  assert.deepEqual(done, ['first SIGKILL', 'first start', 'first SIGKILL', 'first start']);
  assert.equal(people.kills, 2);
  assert.equal(listens(), false);
});

test('without a gate before the journals that is a fault', async (t) => {
  const { people } = await deskWith(t, false);
  people.begin({ kind: 'killAfterJournal' }, 'a');
  await people.end();
  assert.match(people.faults[0]?.why ?? '', /without a gate/);
});
