import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hardenLink, hardenLinks } from '../../../shared/app/harden.ts';
import { readLinks } from '../../../shared/app/queries.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { loadConfiguration } from '../../../shared/config/load.ts';
import type { CopySync, CopySyncAnswer } from '../../../shared/replication/serverTypes.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import type { Reply } from '../../../shared/views/reply.ts';
import type { LinkDetailView, MeasuredLinkView } from '../../../shared/views/types.ts';
import { AppWorld, caughtUp, LINK, START } from './world.ts';

type Request = Parameters<CopySync['wait']>[0];

const AT = new Date(START).toISOString();

/** A world whose copySync answers as told, and keeps what it was asked. */
class Desk extends AppWorld {
  asked: Request[] = [];
  answers: (request: Request) => Promise<CopySyncAnswer> = async () => ({
    ok: true,
    atMs: this.nowMs,
    hardenedMs: 140,
  });

  constructor() {
    super();
    this.context.ports.copySync = async () => ({
      wait: (request) => {
        this.asked.push(request);
        return this.answers(request);
      },
    });
  }

  static async watching(): Promise<Desk> {
    const desk = new Desk();
    await sampleReplication(desk.context, desk.log);
    return desk;
  }

  post(body: unknown, contentType = 'application/json'): Promise<Reply> {
    const incoming = { method: 'POST', body: JSON.stringify(body), contentType, principal: undefined };
    return hardenLink(this.context, incoming, this.log);
  }

  async topology(): Promise<Topology> {
    const found = await this.storage.topology.load();
    assert.ok(found);
    return found;
  }

  async listed(): Promise<MeasuredLinkView[]> {
    const { body } = await readLinks(this.context, undefined);
    return (JSON.parse(body) as { links: MeasuredLinkView[] }).links;
  }
}

const late = (message: string, more: Partial<Extract<CopySyncAnswer, { ok: false }>> = {}): CopySyncAnswer => ({
  ok: false,
  atMs: START,
  waitedMs: 29_900,
  failure: { kind: 'unreachable', message },
  ...more,
});

test('a link is measured on request, and the answer is kept and shown with the link', async () => {
  const desk = await Desk.watching();
  assert.deepEqual((await desk.listed())[0]?.timeToHarden, null, 'it was never measured');
  const reply = await desk.post({ linkKey: LINK.toUpperCase() });
  assert.equal(reply.status, 200);
  const { sentence, ...shown } = JSON.parse(reply.body) as Record<string, unknown>;
  assert.deepEqual(shown, { linkKey: LINK, at: AT, hardenedMs: 140, problem: null });
  assert.match(String(sentence), /hardened on the secondary 140 ms later/);
  const [request] = desk.asked;
  assert.deepEqual(
    [request?.primary.server, request?.targetServer, request?.targetDatabase, request?.timeoutMs],
    ['one', 'two', 'orders', 30_000],
  );
  assert.deepEqual((await desk.listed())[0]?.timeToHarden, { at: AT, hardenedMs: 140, problem: null });
  const detail = JSON.parse((await readLinks(desk.context, LINK)).body) as LinkDetailView;
  assert.deepEqual(detail.timeToHarden, { at: AT, hardenedMs: 140, problem: null });
});

test('a wait that does not come to an end is a result: how long it was waited is said', async () => {
  const desk = await Desk.watching();
  desk.answers = async () => late('no answer to the query within 5000 ms', { waitedMs: 4_900 });
  const reply = await desk.post({ linkKey: LINK, timeoutSeconds: 5 });
  assert.equal(reply.status, 200);
  const shown = JSON.parse(reply.body) as { hardenedMs: unknown; problem: unknown; sentence: unknown };
  assert.deepEqual([shown.hardenedMs, shown.problem], [null, 'not hardened within 5 s']);
  assert.match(String(shown.sentence), /no answer to the query/);
  assert.equal(desk.asked[0]?.timeoutMs, 5_000);
  assert.equal((await desk.listed())[0]?.timeToHarden?.problem, 'not hardened within 5 s');
});

test('what kept it from being asked is told by its kind and number', async () => {
  const desk = await Desk.watching();
  desk.answers = async () =>
    late('Expected …', { waitedMs: null, failure: { kind: 'unavailable', number: 40613, message: 'Expected …' } });
  await desk.post({ linkKey: LINK });
  assert.equal((await desk.listed())[0]?.timeToHarden?.problem, 'unavailable (40613)');
  desk.answers = async () => late('gone', { waitedMs: null });
  await desk.post({ linkKey: LINK });
  assert.equal((await desk.listed())[0]?.timeToHarden?.problem, 'unreachable', 'it never came to a wait');
});

test('a body with faults names them all, an unknown link is 404, and nothing is asked', async () => {
  const desk = await Desk.watching();
  const wrong = await desk.post({ timeoutSeconds: 121, who: 'me' });
  assert.equal(wrong.status, 400);
  for (const field of ['linkKey', 'timeoutSeconds', 'who']) assert.match(wrong.body, new RegExp(`${field}: Expected`));
  assert.equal((await desk.post({ linkKey: 'x/y~z/y' })).status, 404);
  assert.equal((await desk.post({ linkKey: LINK }, 'text/plain')).status, 415);
  desk.context.configuration = undefined;
  assert.equal((await desk.post({ linkKey: LINK })).status, 503);
  assert.deepEqual(desk.asked, []);
});

test('no more than eight wait at the same time: each holds a connection', async () => {
  const desk = await Desk.watching();
  const gate = Promise.withResolvers<CopySyncAnswer>();
  desk.answers = () => gate.promise;
  const first = Array.from({ length: 8 }, () => desk.post({ linkKey: LINK }));
  while (desk.asked.length < 8) await new Promise(setImmediate);
  const refused = await desk.post({ linkKey: LINK });
  assert.deepEqual([refused.status, desk.asked.length], [503, 8]);
  gate.resolve({ ok: true, atMs: START, hardenedMs: 1 });
  for (const reply of await Promise.all(first)) assert.equal(reply.status, 200);
  assert.equal((await desk.post({ linkKey: LINK })).status, 200, 'there is room again');
});

/** More links of the same pair of servers, all sampled as the first one was. */
async function withLinks(desk: Desk, count: number): Promise<string[]> {
  const topology = await desk.topology();
  const [link] = topology.links;
  assert.ok(link);
  const links = Array.from({ length: count }, (_, n) => ({
    ...link,
    linkKey: n === 0 ? LINK : `one/db-${n}~two/db-${n}`,
    primary: { ...link.primary, database: n === 0 ? 'orders' : `db-${n}` },
    secondary: { ...link.secondary, database: n === 0 ? 'orders' : `db-${n}` },
  }));
  await desk.storage.topology.save({ ...topology, links });
  desk.rows = links.map(({ secondary }) => caughtUp(1, { partnerDatabase: secondary.database }));
  desk.nowMs += 1_000;
  await sampleReplication(desk.context, desk.log);
  return links.map(({ linkKey }) => linkKey);
}

test('on the schedule every link that keeps up is measured, at most eight at once', async () => {
  const desk = await Desk.watching();
  const keys = await withLinks(desk, 20);
  let open = 0;
  let most = 0;
  desk.answers = async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise(setImmediate);
    open -= 1;
    return { ok: true, atMs: desk.nowMs, hardenedMs: 7 };
  };
  await hardenLinks(desk.context, desk.log);
  assert.deepEqual([desk.asked.length, most], [20, 8]);
  const listed = await desk.listed();
  assert.deepEqual(listed.map(({ linkKey }) => linkKey).toSorted(), keys.toSorted());
  assert.ok(listed.every(({ timeToHarden }) => timeToHarden?.hardenedMs === 7));
  assert.match(desk.logLines.at(-1) ?? '', /\[308\] measured the time to harden of 20 link\(s\): 0 did not/);
});

test('a link that does not keep up is not asked on the schedule: its state says so already', async () => {
  const desk = await Desk.watching();
  desk.rows = [caughtUp(null)];
  desk.nowMs += 1_000;
  await sampleReplication(desk.context, desk.log);
  await hardenLinks(desk.context, desk.log);
  assert.deepEqual(desk.asked, []);
});

test('what there was no time for comes first in the next round', async () => {
  const desk = await Desk.watching();
  await withLinks(desk, 12);
  desk.answers = async () => {
    desk.nowMs += 30_000;
    return { ok: true, atMs: desk.nowMs, hardenedMs: 30_000 };
  };
  await hardenLinks(desk.context, desk.log);
  const first = new Set(desk.asked.map(({ targetDatabase }) => targetDatabase));
  assert.ok(first.size < 12, 'a round ends before the host ends it');
  desk.asked = [];
  await hardenLinks(desk.context, desk.log);
  const next = desk.asked.slice(0, 12 - first.size).map(({ targetDatabase }) => targetDatabase);
  assert.ok(
    next.every((database) => !first.has(database)),
    `${next} after ${[...first]}`,
  );
});

test('the schedule is an option: an interval that a timer can keep', () => {
  const document = (harden: string) =>
    `scopes: [{ subscriptions: [11111111-2222-3333-4444-555555555555] }]\nobjectives: { rpo: 5s, rto: 5m }\nsignals: { ${harden} }\n`;
  const every = (harden: string) => {
    const loaded = loadConfiguration(document(harden));
    return loaded.ok ? loaded.configuration.signals.hardenEveryMs : loaded.faults.map(({ path }) => path);
  };
  assert.equal(every(''), undefined);
  assert.equal(every('harden: 15m'), 900_000);
  assert.deepEqual(every('harden: 7m'), ['signals.harden']);
});

test('where only metrics are read the schedule makes no login that would be refused', async () => {
  const desk = await Desk.watching();
  const { configuration } = desk.context;
  assert.ok(configuration);
  for (const scope of configuration.scopes) scope.source = 'metricsOnly';
  await hardenLinks(desk.context, desk.log);
  assert.deepEqual(desk.asked, []);
});

test('a witness measures nothing', async () => {
  const desk = await Desk.watching();
  const { configuration } = desk.context;
  assert.ok(configuration);
  desk.context.configuration = { ...configuration, role: 'witness' };
  await hardenLinks(desk.context, desk.log);
  assert.deepEqual(desk.asked, []);
});
