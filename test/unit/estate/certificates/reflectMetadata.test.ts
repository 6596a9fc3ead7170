import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../local/estate/certificates/reflectMetadata.ts';

// The functions are not in TypeScript's library: they are looked up as their users do.
const metadata = Reflect as unknown as {
  defineMetadata(key: unknown, value: unknown, target: object): void;
  getMetadata(key: unknown, target: object): unknown;
  getOwnMetadata(key: unknown, target: object): unknown;
};

class Base {}
class Derived extends Base {}

test('what is defined on a class is found on it, by its key', () => {
  metadata.defineMetadata('a', 1, Base);
  assert.equal(metadata.getOwnMetadata('a', Base), 1);
  assert.equal(metadata.getMetadata('a', Base), 1);
  assert.equal(metadata.getMetadata('b', Base), undefined);
});

test('a derived class inherits it, and does not own it', () => {
  metadata.defineMetadata('inherited', 'x', Base);
  assert.equal(metadata.getMetadata('inherited', Derived), 'x');
  assert.equal(metadata.getOwnMetadata('inherited', Derived), undefined);
});

test('the nearest definition counts, also when it is undefined', () => {
  metadata.defineMetadata('near', 'base', Base);
  metadata.defineMetadata('near', undefined, Derived);
  assert.equal(metadata.getMetadata('near', Derived), undefined);
  metadata.defineMetadata('near', 'derived', Derived);
  assert.equal(metadata.getMetadata('near', Derived), 'derived');
  assert.equal(metadata.getMetadata('near', Base), 'base');
});

test('a polyfill that is there already is left alone', async () => {
  const before = metadata.getMetadata;
  await import(new URL('../../../../local/estate/certificates/reflectMetadata.ts?again', import.meta.url).href);
  assert.equal(metadata.getMetadata, before);
});
