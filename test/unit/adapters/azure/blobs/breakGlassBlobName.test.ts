import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakGlassBlobName } from '../../../../../shared/adapters/azure/blobs/breakGlassBlobName.ts';

test('a plain name stays what somebody would type', () => {
  assert.equal(breakGlassBlobName('shop'), 'break-glass/shop.txt');
  assert.equal(breakGlassBlobName('Shop-EU-2'), 'break-glass/shop-eu-2.txt');
});

test('names of groups differ without regard to case, and so do those of their pages', () => {
  assert.equal(breakGlassBlobName('SHOP'), breakGlassBlobName('shop'));
  assert.equal(breakGlassBlobName('Shop EU'), breakGlassBlobName('shop eu'));
});

test('whatever is not safe is a hyphen, and a hash keeps the names apart', () => {
  const names = [
    'shop eu',
    'shop-eu',
    'shop/eu',
    'shop.eu',
    '-shop-eu',
    '../../shop-eu',
    'größe',
    'grosse',
    '/',
    '💡',
    'x'.repeat(200),
    `${'x'.repeat(199)}y`,
  ];
  const blobs = names.map(breakGlassBlobName);
  assert.equal(new Set(blobs).size, names.length);
  for (const blob of blobs) assert.match(blob, /^break-glass\/[a-z0-9][a-z0-9-]{0,90}\.txt$/);
  assert.match(breakGlassBlobName('/'), /^break-glass\/group-[0-9a-f]{8}\.txt$/);
});
