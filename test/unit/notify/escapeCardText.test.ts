import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeCardText } from '../../../shared/notify/card/escapeCardText.ts';

test('emphasis, links, code and strike-through lose their meaning', () => {
  assert.equal(
    escapeCardText('a *b* [c](http://d) `e` ~f~ <g>'),
    'a \\*b\\* \\[c\\](http://d) \\`e\\` \\~f\\~ \\<g\\>',
  );
});

test('an underscore inside a word stays, one at its edge is escaped', () => {
  assert.equal(escapeCardText('west/sales_2026'), 'west/sales_2026');
  assert.equal(escapeCardText('sys.dm_geo_replication_link_status'), 'sys.dm_geo_replication_link_status');
  assert.equal(escapeCardText('west/_orders_'), 'west/\\_orders\\_');
  assert.equal(escapeCardText('a__b'), 'a\\_\\_b');
  assert.equal(escapeCardText('größe_é'), 'größe_é');
});

test('nothing at the beginning becomes a heading, a list or a quote', () => {
  for (const [text, escaped] of [
    ['# a', '\\# a'],
    ['- a', '\\- a'],
    ['+ a', '\\+ a'],
    ['> a', '\\> a'],
    ['12. a', '12\\. a'],
    ['1) a', '1\\) a'],
    ['a - b', 'a - b'],
    ['2 min', '2 min'],
  ] as const) {
    assert.equal(escapeCardText(text), escaped);
  }
});

test('escaping loses nothing: taking the backslashes away gives the text back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab_*`[]~\\<>#-+1.) é') }), (text) => {
      assert.equal(escapeCardText(text).replace(/\\([\\`*_[\]~<>#+.)-])/g, '$1'), text);
    }),
  );
});
