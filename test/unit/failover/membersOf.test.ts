import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contestedMembers, membersOf } from '../../../shared/failover/membersOf.ts';
import { end, link } from './facts.ts';

const we = (name: string) => end('contoso-we', name, 'westeurope');
const ne = (name: string) => end('contoso-ne', name, 'northeurope');
const alone = { ...we('alone'), databaseId: 'id' };
const topology = {
  links: [
    link(we('stock-2')),
    link(we('orders')),
    link(we('orders'), end('contoso-uk', 'orders', 'uksouth')),
    link(we('stock-1')),
  ],
  unprotected: [alone],
};
const names = (databases: string[], of = topology) =>
  membersOf({ databases }, of).map(({ server, database }) => `${server}/${database}`);

test('the primaries that a pattern names, each once, sorted', () => {
  assert.deepEqual(names(['contoso-we/orders', 'CONTOSO-WE/Stock-*']), [
    'contoso-we/orders',
    'contoso-we/stock-1',
    'contoso-we/stock-2',
  ]);
});

test('a database without any link is a member too', () => {
  assert.deepEqual(names(['contoso-we/a*']), ['contoso-we/alone']);
});

test('nothing that matches is nobody', () => {
  assert.deepEqual(names(['elsewhere/*']), []);
  assert.deepEqual(names([]), []);
});

test('a database stays in its group after it has failed over', () => {
  const swapped = { links: [link(ne('orders'), we('orders'))], unprotected: [] };
  assert.deepEqual(names(['contoso-we/orders'], swapped), ['contoso-ne/orders']);
});

test('members are names only', () => {
  assert.deepEqual(membersOf({ databases: ['contoso-we/orders'] }, topology), [
    { server: 'contoso-we', database: 'orders' },
  ]);
});

test('a pair that two groups name at its two ends is contested by both', () => {
  const groups = [
    { name: 'a', databases: ['contoso-we/*'] },
    { name: 'b', databases: ['contoso-ne/orders'] },
  ];
  for (const one of groups) {
    assert.deepEqual(contestedMembers(one, groups, topology), [{ server: 'contoso-we', database: 'orders' }]);
  }
});

test('a group does not contest itself', () => {
  const one = { name: 'a', databases: ['contoso-we/*', '*/orders'] };
  assert.deepEqual(contestedMembers(one, [one], topology), []);
});
