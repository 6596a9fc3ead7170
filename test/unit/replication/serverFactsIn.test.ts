import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverFactsIn } from '../../../shared/replication/serverFactsIn.ts';
import type { FailureKind, LinkState, LinkStatus } from '../../../shared/replication/types.ts';
import { link, topology } from './builders.ts';

const failed = (kind: FailureKind): LinkState => ({ name: 'unreachable', failure: { kind, message: 'no' } });
const CAUGHT_UP: LinkState = { name: 'caughtUp', lagSeconds: 1 };

function facts(states: Record<string, LinkState>) {
  const links = [link('we', 'ne', 'a'), link('we', 'ne', 'b'), link('we', 'uk', 'b'), link('fr', 'ne', 'c')];
  const statusOf = (linkKey: string) => {
    const state = states[linkKey];
    return state === undefined ? undefined : ({ state } as LinkStatus);
  };
  return Object.fromEntries(serverFactsIn(topology(links), statusOf));
}

test('every server with primaries is counted; what nobody asked yet is not silent', () => {
  assert.deepEqual(facts({}), { we: { primaries: 2, silent: 0 }, fr: { primaries: 1, silent: 0 } });
});

test('a primary is silent when none of its links hears anything', () => {
  const silent = failed('unreachable');
  assert.equal(facts({ 'ne/a~we/a': silent, 'ne/b~we/b': silent, 'uk/b~we/b': silent }).we?.silent, 2);
  assert.equal(facts({ 'ne/a~we/a': silent, 'ne/b~we/b': silent, 'uk/b~we/b': CAUGHT_UP }).we?.silent, 1);
});

test('our own trouble, and being busy, is no silence', () => {
  for (const kind of ['busy', 'firewall', 'noRights', 'identity', 'certificate'] as const)
    assert.equal(facts({ 'ne/a~we/a': failed(kind) }).we?.silent, 0, kind);
  for (const kind of ['unreachable', 'unavailable'] as const)
    assert.equal(facts({ 'ne/a~we/a': failed(kind) }).we?.silent, 1, kind);
});
