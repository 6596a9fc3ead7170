import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileTemplate } from '../../../../local/host/http/template.ts';

const match = (template: string, pathname: string) => compileTemplate(template)(pathname);

test('literal segments match without regard to case, with or without a final slash', () => {
  assert.deepEqual(match('api/Status', '/API/status'), {});
  assert.deepEqual(match('api/status', '/api/status/'), {});
  assert.deepEqual(match('/api/status/', '/api/status'), {}, 'slashes around a template mean nothing');
  assert.equal(match('api/status', '/api/status/x'), undefined);
  assert.equal(match('api/status', '/api/statuses'), undefined);
  assert.equal(match('api/a.c', '/api/abc'), undefined, 'a dot is a dot');
});

test('parameters take one segment, decoded', () => {
  assert.deepEqual(match('items/{id}', '/items/a%20b'), { id: 'a b' });
  assert.equal(match('items/{id}', '/items'), undefined);
  assert.equal(match('items/{id}', '/items/a/b'), undefined);
  assert.deepEqual(match('items/{id}/x', '/items/1/x'), { id: '1' });
});

test('an encoded slash stays encoded, and malformed text stays as it came', () => {
  assert.deepEqual(match('items/{id}', '/items/a%2Fb%20c'), { id: 'a%2Fb c' });
  assert.deepEqual(match('items/{id}', '/items/%zz'), { id: '%zz' });
});

test('values keep their case', () => {
  assert.deepEqual(match('items/{id}', '/ITEMS/AbC'), { id: 'AbC' });
});

test('an optional parameter may be missing', () => {
  assert.deepEqual(match('items/{id?}', '/items'), {});
  assert.deepEqual(match('items/{id?}', '/items/'), {});
  assert.deepEqual(match('items/{id?}', '/items/1'), { id: '1' });
});

test('a default stands in for a missing value', () => {
  assert.deepEqual(match('items/{id=first}', '/items'), { id: 'first' });
  assert.deepEqual(match('items/{id:alpha=first}', '/items/second'), { id: 'second' });
});

test('a catch-all takes the rest, with its slashes, and may be empty', () => {
  assert.deepEqual(match('files/{*path}', '/files/a/b%20c.txt'), { path: 'a/b c.txt' });
  assert.deepEqual(match('files/{**path}', '/files/a/b'), { path: 'a/b' });
  assert.deepEqual(match('files/{*path}', '/files'), {});
});

test('a constraint that does not hold makes it no match', () => {
  assert.deepEqual(match('items/{id:int}', '/items/12'), { id: '12' });
  assert.equal(match('items/{id:int}', '/items/x'), undefined);
  assert.deepEqual(match('items/{id:int:min(5)}', '/items/7'), { id: '7' });
  assert.equal(match('items/{id:int:min(5)}', '/items/3'), undefined);
  assert.deepEqual(match('items/{id:int?}', '/items'), {}, 'a missing value is not asked');
});

test('{page:maxlength(0)?} without a prefix serves the root and nothing else', () => {
  assert.deepEqual(match('{page:maxlength(0)?}', '/'), {});
  assert.equal(match('{page:maxlength(0)?}', '/x'), undefined);
  assert.equal(match('{page:maxlength(0)?}', '/api/status'), undefined);
});

test('a template that is empty serves the root', () => {
  assert.deepEqual(match('', '/'), {});
  assert.equal(match('', '/x'), undefined);
});

test('regular expressions may hold braces (doubled), slashes, colons, question marks and parentheses', () => {
  assert.deepEqual(match('n/{id:regex(^\\d{{3}}$)}', '/n/123'), { id: '123' });
  assert.equal(match('n/{id:regex(^\\d{{3}}$)}', '/n/12'), undefined);
  assert.deepEqual(match('n/{id:regex(^(a|b:c)?$)}', '/n/b:c'), { id: 'b:c' });
  assert.deepEqual(match('n/{id:regex(^a/?b$)}', '/n/ab'), { id: 'ab' });
  assert.deepEqual(match('n/{id:regex(^\\(x\\)$):required}', '/n/(x)'), { id: '(x)' });
});

test('literals and parameters share a segment', () => {
  assert.deepEqual(match('f/{name}.{extension}', '/f/report.json'), { name: 'report', extension: 'json' });
  assert.deepEqual(match('v{version:int}', '/v12'), { version: '12' });
  assert.equal(match('v{version:int}', '/vx'), undefined);
});

test('doubled braces are the braces themselves', () => {
  assert.deepEqual(match('a{{b}}', '/a{b}'), {});
});

const faulty: [template: string, message: RegExp][] = [
  ['items/{id', /brace that is not closed/],
  ['items/{}', /brace that is not closed or is empty/],
  ['items/id}', /closing brace without an opening/],
  ['items/{id=1?}', /"id" .* is optional and has a default/],
  ['items/{id:int?x}', /neither a constraint nor a default/],
  ['items/{:int}', /without a name/],
  ['items/{id:unknown}', /"unknown" is not one that route templates have/],
  ['items/a{id?}', /neither optional nor a catch-all/],
  ['items/a{*rest}', /neither optional nor a catch-all/],
];
for (const [template, message] of faulty) {
  test(`"${template}" is refused`, () => {
    assert.throws(() => compileTemplate(template), message);
  });
}
