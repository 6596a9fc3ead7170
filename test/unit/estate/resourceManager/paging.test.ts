import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ArmError } from '../../../../local/estate/resourceManager/armError.ts';
import { createPaginate, type Page, type Paginate } from '../../../../local/estate/resourceManager/paging.ts';

const START = new URL('https://management.azure.com/subscriptions/s/databases?api-version=2025-01-01');
const self = (item: string): string => item;

/** Follows nextLink to the end. */
function readAll(paginate: Paginate, itemsOnPage: (page: number) => string[], start = START): string[][] {
  const pages: string[][] = [];
  for (let url: URL | undefined = start; url !== undefined; ) {
    assert.ok(pages.length < 200, 'the pages do not end');
    const { value, nextLink }: Page<string> = paginate(itemsOnPage(pages.length), self, url);
    pages.push(value);
    url = nextLink === undefined ? undefined : new URL(nextLink);
  }
  return pages;
}

test('a collection that fits has no next page; one item more has', () => {
  const paginate = createPaginate(2);
  assert.deepEqual(paginate(['b', 'a'], self, START), { value: ['a', 'b'] });
  assert.deepEqual(
    readAll(paginate, () => ['c', 'b', 'a']),
    [['a', 'b'], ['c']],
  );
});

test('an empty collection is one empty page', () => {
  assert.deepEqual(createPaginate(3)([], self, START), { value: [] });
});

test('the next page is the same address with a $skiptoken, written with its dollar sign', () => {
  const { nextLink } = createPaginate(1)(['a', 'b'], self, START);
  assert.match(
    nextLink ?? '',
    /^https:\/\/management\.azure\.com\/subscriptions\/s\/databases\?api-version=2025-01-01&\$skiptoken=[\w.-]+$/,
  );
});

test('the token of the page before is replaced, not added to', () => {
  const paginate = createPaginate(1);
  const first = paginate(['a', 'b', 'c'], self, START).nextLink ?? '';
  const second = paginate(['a', 'b', 'c'], self, new URL(first)).nextLink ?? '';
  assert.equal(second.match(/skiptoken/g)?.length, 1);
  assert.notEqual(second, first);
});

test('every item comes once, in order, whatever the page size', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.integer({ min: 1, max: 10 }), (items, size) => {
      const pages = readAll(createPaginate(size), () => items);
      const sorted = [...items].sort((one, other) => (one < other ? -1 : 1));
      assert.deepEqual(pages.flat(), sorted);
      for (const page of pages.slice(0, -1)) assert.equal(page.length, size);
    }),
  );
});

test('items that come and go between two pages neither repeat nor hide others', () => {
  const pages = readAll(createPaginate(2), (page) => (page === 0 ? ['a', 'c', 'e', 'g'] : ['b', 'c', 'd', 'g']));
  assert.deepEqual(pages, [
    ['a', 'c'],
    ['d', 'g'],
  ]);
});

function refusalOf(paginate: Paginate, url: URL): ArmError {
  try {
    paginate(['a', 'b', 'c'], self, url);
  } catch (error) {
    assert.ok(error instanceof ArmError);
    return error;
  }
  throw new Error('expected the token to be refused');
}

test('a token of another collection, another estate, or nobody is refused', () => {
  const paginate = createPaginate(1);
  const token = new URL(paginate(['a', 'b'], self, START).nextLink ?? '').searchParams.get('$skiptoken') ?? '';
  const withToken = (path: string, value: string) => new URL(`https://management.azure.com${path}?$skiptoken=${value}`);
  const here = START.pathname;
  assert.deepEqual(paginate(['a', 'b'], self, withToken(here.toUpperCase(), token)).value, ['b']);
  for (const [url, by] of [
    [withToken('/subscriptions/other', token), paginate],
    [withToken(here, token), createPaginate(1)],
    [withToken(here, `${token}x`), paginate],
    [withToken(here, token.split('.')[0] ?? ''), paginate],
    [withToken(here, ''), paginate],
    [withToken(here, '1'), paginate],
  ] as const) {
    const { status, code } = refusalOf(by, url);
    assert.deepEqual([status, code], [400, 'InvalidSkipToken'], url.search);
  }
});

for (const size of [0, -1, 1.5, Number.NaN]) {
  test(`a page of ${size} items is refused`, () => {
    assert.throws(() => createPaginate(size), /at least one item/);
  });
}
