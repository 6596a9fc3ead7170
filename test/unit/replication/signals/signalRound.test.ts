import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ObservedLink, observeLinks } from '../../../../shared/replication/observeLinks.ts';
import { type Primary, primariesOf } from '../../../../shared/replication/primaries.ts';
import { SignalRound, type SweepSignals } from '../../../../shared/replication/signals/signalRound.ts';
import type { LinkStatus, SampleFailure } from '../../../../shared/replication/types.ts';
import { link, row } from '../builders.ts';
import { Bench } from '../fixture.ts';
import { SignalDesk } from './desk.ts';
import { caughtUp, SECOND } from './readings.ts';

const LINKS = [link('we', 'ne', 'orders'), link('we', 'uk', 'orders')];
const REFUSED: SampleFailure = { kind: 'noRights', number: 300, message: 'VIEW DATABASE STATE was denied.' };

/** One primary with two geo-secondaries, sampled well, and what a round makes of its links. */
class Round {
  readonly bench = new Bench();
  readonly desk = new SignalDesk(this.bench);
  readonly gathered: ObservedLink[] = [];
  status: LinkStatus | undefined;
  more: Partial<SweepSignals> = {};

  async run(): Promise<ObservedLink[]> {
    const [primary] = primariesOf(LINKS) as [Primary];
    const rows = LINKS.map(({ secondary }) => row(secondary.server, secondary.database));
    const sample = { ok: true, atMs: this.bench.nowMs, roundTripMs: 5, rows } as const;
    const round = new SignalRound(this.desk.signals(this.more), {
      sampleEveryMs: 30 * SECOND,
      statusOf: () => this.status,
      now: () => this.bench.nowMs,
      untilMs: this.bench.nowMs + 30 * SECOND,
    });
    const { links } = observeLinks(primary, sample);
    await round.ask(primary, sample, links, (one) => this.gathered.push(one));
    assert.deepEqual(await round.finish(), []);
    return this.gathered;
  }
}

/** What the sample said of each link. */
const seen = (links: readonly ObservedLink[]) => links.map(({ observation }) => observation.seen);
const keys = (links: readonly ObservedLink[]) => links.map((one) => one.link.linkKey).sort();
const ALL = LINKS.map(({ linkKey }) => linkKey).sort();

test('every link is gathered once, with what its primary and its own secondary said', async () => {
  const round = new Round();
  const gathered = await round.run();
  assert.deepEqual(keys(gathered), ALL);
  assert.deepEqual(round.desk.taken(), ['we/orders', 'ne/orders', 'uk/orders']);
  assert.ok(gathered.every(({ readings }) => readings?.primary?.ok === true && readings.secondary?.ok === true));
});

describe('what fails besides the sample costs no sample', () => {
  test('a primary that refuses its signals', async () => {
    const round = new Round();
    round.desk.primaries.set('we/orders', { ok: false, atMs: round.bench.nowMs, failure: REFUSED });
    const gathered = await round.run();
    assert.deepEqual([keys(gathered), seen(gathered)], [ALL, ['row', 'row']]);
    assert.ok(gathered.every(({ readings }) => readings?.primary?.ok === false && readings.secondary?.ok === true));
  });

  test('a primary whose signals meet a defect of ours', async () => {
    const round = new Round();
    round.desk.primaries.set('we/orders', async () => {
      throw new Error('a defect');
    });
    const gathered = await round.run();
    assert.deepEqual(seen(gathered), ['row', 'row']);
    const [primary] = gathered.map(({ readings }) => readings?.primary);
    assert.match(primary?.ok === false ? primary.failure.message : '', /signals of we\/orders.* a defect\./);
  });

  test('a secondary that is silent, and only its own link hears of it', async () => {
    const round = new Round();
    round.desk.silence('uk/orders');
    const gathered = await round.run();
    assert.deepEqual(seen(gathered), ['row', 'row']);
    const silent = gathered.filter(({ readings }) => readings?.secondary?.ok === false);
    assert.deepEqual(keys(silent), ['uk/orders~we/orders']);
  });
});

test('links whose turn it is not are gathered at once, and nobody is asked', async () => {
  const round = new Round();
  const { nowMs } = round.bench;
  round.status = {
    state: caughtUp(),
    sinceMs: nowMs,
    sampledAtMs: nowMs,
    longestMs: {},
    lastCommitMs: null,
    lastReplicationMs: null,
    signals: { primary: 'we/orders', askedAtMs: nowMs },
  };
  const gathered = await round.run();
  assert.deepEqual([keys(gathered), round.desk.taken()], [ALL, []]);
  assert.ok(gathered.every(({ readings }) => readings === undefined));
});

test('where secondaries are not asked their links are gathered with what the primary said', async () => {
  const round = new Round();
  round.more = { secondaries: false };
  const gathered = await round.run();
  assert.deepEqual([keys(gathered), round.desk.taken()], [ALL, ['we/orders']]);
  assert.ok(gathered.every(({ readings }) => readings?.primary?.ok === true && readings.secondary === undefined));
});
