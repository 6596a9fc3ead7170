import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KqlError, kqlErrorBody } from '../../../../local/estate/logs/kqlError.ts';
import { parseQuery } from '../../../../local/estate/logs/parseQuery.ts';
import { runQuery } from '../../../../local/estate/logs/runQuery.ts';
import type { Row, Table } from '../../../../local/estate/logs/tree.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const MINUTE = 60_000;

const row = (minutesAgo: number, name: string, value: number | null): Row => ({
  at: NOW - minutesAgo * MINUTE,
  name,
  value,
});
const T: Table = {
  columns: [
    { name: 'at', type: 'datetime' },
    { name: 'name', type: 'string' },
    { name: 'value', type: 'number' },
  ],
  rows: [row(30, 'SHOP-WE/orders', 1), row(20, 'shop-we/stock', 5), row(10, 'shop-ne/orders', null), row(0, 'far', 3)],
};

const run = (query: string) => runQuery(parseQuery(query), (name) => (name === 'T' ? T : undefined), NOW);
const names = (query: string) => run(query).rows.map(({ name }) => name);

function refusal(query: string): KqlError {
  try {
    run(query);
  } catch (error) {
    assert.ok(error instanceof KqlError, String(error));
    return error;
  }
  throw new Error(`expected a refusal of: ${query}`);
}

describe('where', () => {
  for (const [condition, expected] of [
    ["name == 'far'", ['far']],
    ["name != 'far' and value > 1", ['shop-we/stock']],
    ["name =~ 'shop-we/ORDERS'", ['SHOP-WE/orders']],
    ["name !~ 'FAR'", ['SHOP-WE/orders', 'shop-we/stock', 'shop-ne/orders']],
    ["name has 'orders'", ['SHOP-WE/orders', 'shop-ne/orders']],
    ["name has 'order'", []],
    ["name contains 'ORDER'", ['SHOP-WE/orders', 'shop-ne/orders']],
    ['value >= 3', ['shop-we/stock', 'far']],
    ['value < 3', ['SHOP-WE/orders']],
    ['value <= 3 or value == 5', ['SHOP-WE/orders', 'shop-we/stock', 'far']],
    ['not(value > 1)', ['SHOP-WE/orders', 'shop-ne/orders']],
    ['value between (3 .. 5)', ['shop-we/stock', 'far']],
    ['at > ago(10m)', ['far']],
    ['at >= ago(20m) and at < now()', ['shop-we/stock', 'shop-ne/orders']],
    ['at between (ago(1h) .. ago(15m))', ['SHOP-WE/orders', 'shop-we/stock']],
    ["(name == 'far' or name has 'stock') and value > 3", ['shop-we/stock']],
    ['value > -1', ['SHOP-WE/orders', 'shop-we/stock', 'far']],
  ] as const) {
    test(condition, () => assert.deepEqual(names(`T | where ${condition}`), expected));
  }
});

test('project keeps, renames, says what is constant, in its order', () => {
  const { columns, rows } = run("T | where name == 'far' | project what = name, value, region = 'westeurope'");
  assert.deepEqual(columns, [
    { name: 'what', type: 'string' },
    { name: 'value', type: 'number' },
    { name: 'region', type: 'string' },
  ]);
  assert.deepEqual(rows, [{ what: 'far', value: 3, region: 'westeurope' }]);
});

test('summarize without by is one row, also over nothing, and null is not counted in', () => {
  const query = 'summarize count(), max(value), low = min(value), avg(value), sum(value)';
  assert.deepEqual(run(`T | ${query}`).rows, [{ count_: 4, max_value: 5, low: 1, avg_value: 3, sum_value: 9 }]);
  assert.deepEqual(run(`T | where value > 99 | ${query}`).rows, [
    { count_: 0, max_value: null, low: null, avg_value: null, sum_value: 0 },
  ]);
});

test('summarize by makes a row for each, and none over nothing', () => {
  const by = "T | where name has 'orders' or name == 'far' | summarize n = count() by name | order by name asc";
  assert.deepEqual(run(by).rows, [
    { name: 'SHOP-WE/orders', n: 1 },
    { name: 'far', n: 1 },
    { name: 'shop-ne/orders', n: 1 },
  ]);
  assert.deepEqual(run('T | where value > 99 | summarize count() by name').rows, []);
});

test('order by goes down unless it is told otherwise, nulls last then, and take takes the first', () => {
  assert.deepEqual(names('T | order by value'), ['shop-we/stock', 'far', 'SHOP-WE/orders', 'shop-ne/orders']);
  assert.deepEqual(names('T | sort by value asc'), ['shop-ne/orders', 'SHOP-WE/orders', 'far', 'shop-we/stock']);
  assert.deepEqual(names('T | order by value desc | take 1'), ['shop-we/stock']);
  assert.deepEqual(names('T | limit 0'), []);
});

test('comments, line ends and both kinds of quotes are read', () => {
  assert.deepEqual(names('T // all of them\n| where name == "far"\n| take 5'), ['far']);
  assert.deepEqual(names("T | where name == 'f\\'ar'"), []);
});

describe('what the estate does not understand is refused as Azure refuses it', () => {
  for (const [query, kind, words] of [
    ['', 'SyntaxError', /end of query/],
    ['T |', 'SyntaxError', /end of query/],
    ['T | where', 'SyntaxError', /end of query/],
    ['T | join T on name', 'SyntaxError', /'join'/],
    ['T | extend x = 1', 'SyntaxError', /'extend'/],
    ['T | take many', 'SyntaxError', /'many'/],
    ["T | where name == 'far", 'SyntaxError', /'far/],
    ['T | where value == 1 value', 'SyntaxError', /'value'/],
    ['T | where ?', 'SyntaxError', /\?/],
    [`T | where ${'('.repeat(200)}value`, 'SyntaxError', /'\('/],
    [`T | where name == '${'x'.repeat(30_000)}'`, 'SyntaxError', /'T \| where/],
    ['Nowhere | take 1', 'SemanticError', /table .* 'Nowhere'/],
    ['T | where missing == 1', 'SemanticError', /'missing'/],
    ['T | project missing', 'SemanticError', /'missing'/],
    ['T | order by missing', 'SemanticError', /'missing'/],
    ['T | summarize count() by missing', 'SemanticError', /'missing'/],
    ['T | where Name == 1', 'SemanticError', /'Name'/],
    ['T | where value == 1h', 'SemanticError', /number, saw timespan/],
    ["T | where value has '1'", 'SemanticError', /string, saw number/],
    ['T | where value', 'SemanticError', /condition/],
    ['T | where value and value', 'SemanticError', /bool, saw number/],
    ['T | where at > ago(5)', 'SemanticError', /timespan, saw number/],
    ['T | summarize max(name)', 'SemanticError', /numbers, saw name/],
    ['T | summarize dcount(name)', 'SemanticError', /'dcount'/],
    ['T | where bin(at) == now()', 'SemanticError', /'bin'/],
  ] as const) {
    test(query.slice(0, 60) || '(nothing)', () => {
      const error = refusal(query);
      assert.equal(error.kind, kind);
      assert.match(error.message, words);
    });
  }

  test("in Azure's shape", () => {
    const { error } = kqlErrorBody(refusal('T | where missing == 1')) as { error: Record<string, unknown> };
    assert.equal(error.code, 'BadArgumentError');
    assert.deepEqual((error.innererror as { code: string; innererror: { code: string } }).innererror.code, 'SEM0100');
  });
});
