import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeSlackText, slackLine, slackLink } from '../../../../shared/notify/slack/slackText.ts';

test('the three control characters are escaped, once', () => {
  assert.equal(escapeSlackText('a & <b> &amp;'), 'a &amp; &lt;b&gt; &amp;amp;');
});

test('a line is never longer than it may be, and never cut within an escape', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '&', '<', '>', '😀', '漢', '\n', '\u202e'), maxLength: 400 }),
      fc.integer({ min: 10, max: 300 }),
      (text, longest) => {
        const line = slackLine(text, longest);
        assert.ok(line.length <= longest);
        assert.equal(line.replace(/&(amp|lt|gt);/g, '').search(/[&<>\n]/), -1);
      },
    ),
  );
});

test('a short line is not cut', () => {
  assert.equal(slackLine('a < b', 10), 'a &lt; b');
  assert.match(slackLine('<'.repeat(150), 150), /^(&lt;){37}…$/);
});

test('a link cannot be left by its own address or title', () => {
  assert.equal(slackLink('https://a.example/?x=1&y=|z', 'A > B', 200), '<https://a.example/?x=1&amp;y=%7Cz|A &gt; B>');
  assert.equal(slackLink(`https://a.example/${'x'.repeat(200)}`, 'A', 200), undefined, 'half a link leads nowhere');
});
