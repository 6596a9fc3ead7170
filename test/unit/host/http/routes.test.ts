import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildRoutes, findRoute } from '../../../../local/host/http/routes.ts';
import type { RegisteredFunction } from '../../../../local/host/worker/types.ts';

function http(
  name: string,
  trigger: { route?: string; methods?: string[]; authLevel?: string } = {},
): RegisteredFunction {
  return { name, trigger: { name: 'request', type: 'httpTrigger', direction: 'in', ...trigger }, bindings: [] };
}
const answering = (functions: RegisteredFunction[], method: string, pathname: string, prefix = 'api') =>
  findRoute(buildRoutes(functions, prefix).routes, method, pathname)?.route.fn.name;

test('a function without a route answers at its name, below the prefix', () => {
  assert.equal(answering([http('hello')], 'GET', '/api/hello'), 'hello');
  assert.equal(answering([http('hello')], 'GET', '/hello'), undefined);
  assert.equal(answering([http('hello')], 'GET', '/hello', ''), 'hello');
});

test('functions are tried in alphabetical order of name, without regard to case, and the first match wins', () => {
  const functions = [http('b', { route: 'x/{any}' }), http('C', { route: 'x/y' }), http('A', { route: '{*all}' })];
  assert.equal(answering(functions, 'GET', '/api/x/y'), 'A');
  assert.equal(answering(functions.slice(0, 2), 'GET', '/api/x/y'), 'b', 'a literal route gets no precedence');
});

test('a method that is not listed makes it no match', () => {
  assert.equal(answering([http('f', { methods: ['get'] })], 'GET', '/api/f'), 'f');
  assert.equal(answering([http('f', { methods: ['GET'] })], 'POST', '/api/f'), undefined);
  assert.equal(answering([http('f', { methods: [] })], 'PURGE', '/api/f'), 'f', 'no list is every method');
});

test('a wrong method leaves the request to the next function', () => {
  const functions = [http('a', { route: 'x', methods: ['GET'] }), http('b', { route: 'x', methods: ['POST'] })];
  assert.equal(answering(functions, 'POST', '/api/x'), 'b');
});

test("routes that begin with admin or runtime are rejected, a function's own name included", () => {
  const functions = [
    http('a', { route: 'admin/x' }),
    http('b', { route: '/Runtime' }),
    http('administrate'),
    http('c', { route: 'my/admin' }),
  ];
  const { routes, faults } = buildRoutes(functions, 'api');
  assert.deepEqual(
    routes.map(({ fn }) => fn.name),
    ['c'],
  );
  assert.deepEqual(
    faults.map(({ functionName }) => functionName),
    ['a', 'administrate', 'b'],
  );
  assert.match(faults[0]?.message ?? '', /conflicts with one or more built in routes/);
});

test('the same route and method twice is a conflict that names the other function', () => {
  const { routes, faults } = buildRoutes([http('b', { route: 'X/{id}' }), http('a', { route: 'x/{id}' })], 'api');
  assert.deepEqual(
    routes.map(({ fn }) => fn.name),
    ['a'],
  );
  assert.deepEqual(faults, [
    { functionName: 'b', message: "The route specified conflicts with the route defined by function 'a'." },
  ]);
});

test('the same route with other methods is no conflict', () => {
  const { faults } = buildRoutes(
    [http('a', { route: 'x', methods: ['GET'] }), http('b', { route: 'x', methods: ['POST'] })],
    'api',
  );
  assert.deepEqual(faults, []);
});

test('a faulty template keeps only its own function from being served', () => {
  const { routes, faults } = buildRoutes([http('a', { route: '{x:odd}' }), http('b')], 'api');
  assert.deepEqual([routes.length, faults[0]?.functionName], [1, 'a']);
});

test('other triggers have no routes', () => {
  const timer = { ...http('t'), trigger: { name: 't', type: 'timerTrigger', direction: 'in' } };
  assert.deepEqual(buildRoutes([timer], 'api'), { routes: [], faults: [] });
});

test('the raw metadata default of authLevel is function', () => {
  const { routes } = buildRoutes([http('a'), http('b', { authLevel: 'anonymous' })], 'api');
  assert.deepEqual(
    routes.map(({ authLevel }) => authLevel),
    ['function', 'anonymous'],
  );
});
