import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArmError } from '../../../../local/estate/resourceManager/armError.ts';
import { matchRoute } from '../../../../local/estate/resourceManager/matchRoute.ts';
import { ROUTES } from '../../../../local/estate/resourceManager/routes.ts';

const SUBSCRIPTION = '/subscriptions/7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2';
const SQL = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Sql`;
const LINK = `${SQL}/servers/ne/databases/orders/replicationLinks/0a`;

function refusal(method: string, path: string): ArmError {
  try {
    matchRoute(method, path);
  } catch (error) {
    assert.ok(error instanceof ArmError);
    return error;
  }
  throw new Error(`expected ${method} ${path} to be refused`);
}

test('every route matches its own path, and its parameters bear the names of the pattern', () => {
  for (const route of ROUTES) {
    const path = route.path.replace(/\{(\w+)\}/g, 'the-$1');
    const match = matchRoute(route.method, path);
    assert.equal(match.route, route, route.path);
    for (const [name, value] of Object.entries(match.parameters)) assert.equal(value, `the-${name}`);
    assert.equal(Object.keys(match.parameters).length, route.path.split('{').length - 1);
  }
});

test('literal segments are compared without case, names are kept as written', () => {
  const { route, parameters } = matchRoute(
    'GET',
    `${SQL}/servers/NE/databases/Orders`.replace('resourceGroups', 'RESOURCEgroups'),
  );
  assert.equal(route.action, 'Microsoft.Sql/servers/databases/read');
  assert.deepEqual([parameters.server, parameters.database], ['NE', 'Orders']);
});

test('a final slash is not minded, and encoded names are decoded', () => {
  const { parameters } = matchRoute('GET', `${SQL}/servers/ne/databases/my%20db%2Fx/`);
  assert.equal(parameters.database, 'my db/x');
});

test('the two failovers of a link are different actions', () => {
  assert.equal(
    matchRoute('POST', `${LINK}/failover`).route.action,
    'Microsoft.Sql/servers/databases/replicationLinks/failover/action',
  );
  assert.equal(
    matchRoute('POST', `${LINK}/FORCEFAILOVERALLOWDATALOSS`).route.action,
    'Microsoft.Sql/servers/databases/replicationLinks/forceFailoverAllowDataLoss/action',
  );
});

const REFUSED: [string, string, number, string][] = [
  ['GET', `${LINK}/failover`, 405, 'MethodNotAllowed'],
  ['DELETE', LINK, 405, 'MethodNotAllowed'],
  ['PUT', `${SQL}/servers/ne`, 405, 'MethodNotAllowed'],
  ['GET', '/', 404, 'MissingSubscription'],
  ['GET', '/providers/Microsoft.Sql/operations', 404, 'MissingSubscription'],
  ['GET', SUBSCRIPTION, 501, 'NotImplemented'],
  ['GET', `${SUBSCRIPTION}/resourceGroups`, 501, 'NotImplemented'],
  ['GET', `${SUBSCRIPTION}/providers`, 501, 'NotImplemented'],
  ['GET', `${SUBSCRIPTION}/providers/Microsoft.Compute/virtualMachines`, 404, 'InvalidResourceNamespace'],
  ['GET', `${SQL}/servers/ne/firewallRules`, 501, 'NotImplemented'],
  ['GET', `${SQL}/servers/ne/elasticPools/pool`, 501, 'NotImplemented'],
  ['GET', `${SQL}/servers/ne/sandwiches`, 404, 'InvalidResourceType'],
  ['GET', `${SQL}/servers//databases`, 404, 'InvalidResourceType'],
  ['GET', `${SQL}/servers/ne/databases/orders/replicationLinks/0a/more`, 404, 'InvalidResourceType'],
  ['POST', `${LINK}/unlink`, 404, 'InvalidResourceType'],
  ['GET', `${SQL}/servers/100%`, 400, 'BadRequest'],
];
for (const [method, path, status, code] of REFUSED) {
  test(`${method} ${path.replace(SUBSCRIPTION, '...')} is ${status} ${code}`, () => {
    const error = refusal(method, path);
    assert.deepEqual([error.status, error.code], [status, code]);
  });
}

test('405 names what is allowed, in the header and in words', () => {
  const error = refusal('PATCH', `${LINK}/failover`);
  assert.equal(error.headers.allow, 'POST');
  assert.match(error.message, /PATCH.*POST/);
});
