import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { choosePrimaries, chooseSecondaries } from '../../../../doctor/judge/targets.ts';
import { primariesOf } from '../../../../shared/replication/primaries.ts';
import { link } from '../samples.ts';

const LINKS = [link('we-1/c', 'ne-1/c'), link('we-1/a', 'ne-1/a'), link('we-1/b', 'ne-2/b'), link('uk-1/z', 'we-1/z')];
const chosen = (most: number) => choosePrimaries(primariesOf(LINKS), most).map(({ key }) => key);

test('one of every server comes first, then the rest in turn', () => {
  assert.deepEqual(chosen(20), ['uk-1/z', 'we-1/a', 'we-1/b', 'we-1/c']);
  assert.deepEqual(chosen(2), ['uk-1/z', 'we-1/a']);
  assert.deepEqual(chosen(0), []);
});

test('a server of geo-secondaries is tried once, and not when it holds a primary as well', () => {
  const secondaries = (most: number) =>
    chooseSecondaries(LINKS, most).map(({ server, database }) => `${server}/${database}`);
  assert.deepEqual(secondaries(20), ['ne-1/c', 'ne-2/b']);
  assert.deepEqual(secondaries(1), ['ne-1/c']);
});

test('never more than asked for, never one twice, and every server before the second of any', () => {
  const name = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }));
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { selector: String, maxLength: 24 }),
      fc.integer({ min: 0, max: 30 }),
      (names, most) => {
        const primaries = primariesOf(
          names.map(([server, database]) => link(`we-${server}/d${database}`, `ne-1/${server}-${database}`)),
        );
        const found = choosePrimaries(primaries, most);
        assert.equal(found.length, Math.min(most, primaries.length));
        assert.equal(new Set(found.map(({ key }) => key)).size, found.length);
        const servers = new Set(primaries.map(({ end }) => end.server)).size;
        const first = found.slice(0, servers);
        assert.equal(new Set(first.map(({ end }) => end.server)).size, first.length);
      },
    ),
  );
});
