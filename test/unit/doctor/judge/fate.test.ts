import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeFate } from '../../../../doctor/judge/fate.ts';
import { link } from '../samples.ts';

const LINKS = [link('we-1/a', 'ne-1/a'), link('we-2/b', 'ne-1/b')];

test('a third region shares no fate', () => {
  assert.equal(judgeFate('app', 'uksouth', LINKS).result, 'ok');
});

test('beside the primaries: it falls silent with them; names in any spelling', () => {
  for (const region of ['westeurope', 'West Europe', ' WEST EUROPE ']) {
    const check = judgeFate('app', region, LINKS);
    assert.equal(check.result, 'warning');
    assert.match(check.seen, /primaries on we-1, we-2: when it fails/);
    assert.doesNotMatch(check.seen, /geo-secondaries/);
  }
});

test('beside the secondaries: it will share the new primaries’ fate', () => {
  assert.match(judgeFate('storage', 'northeurope', LINKS).seen, /geo-secondaries on ne-1: after a failover/);
});

test('beside both, both are said', () => {
  const both = judgeFate('app', 'westeurope', [...LINKS, link('uk-1/c', 'we-3/c')]);
  assert.match(both.seen, /primaries on we-1, we-2.*geo-secondaries on we-3/);
});

test('a region that nobody names is unknown, not fine', () => {
  for (const region of [undefined, '', '  ']) {
    const check = judgeFate('storage', region, LINKS);
    assert.deepEqual([check.result, check.seen], ['warning', 'unknown']);
    assert.match(check.advice, /--storage-region/);
  }
  assert.match(judgeFate('app', undefined, LINKS).advice, /REGION_NAME/);
});

test('of many servers five are named', () => {
  const many = Array.from({ length: 8 }, (_, index) => link(`we-${index}/a`, `ne-${index}/a`));
  assert.match(judgeFate('app', 'westeurope', many).seen, /we-4 and 3 more/);
});
