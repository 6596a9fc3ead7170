import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountOf, judgeFenceAccount } from '../../../../doctor/judge/fenceAccount.ts';
import { configurationOf, sound } from '../../config/documents.ts';

const GROUP = (mode: string) => `groups: [{ name: shop, databases: ['a/b'], maxLoss: 5s, mode: ${mode} }]`;
const FENCE = 'fence: { storage: { setting: FENCE } }';
const CONNECTION = 'DefaultEndpointsProtocol=https;AccountName=guardfence;AccountKey=TOPSECRET';
const judge = (lines: string[], fence?: string, own = 'guardstate') =>
  judgeFenceAccount(configurationOf(sound(...lines)), fence, own);

test('an account of its own is right, told by name and never by key', () => {
  const check = judge([GROUP('automatic'), FENCE], CONNECTION);
  assert.deepEqual([check?.result, check?.seen], ['ok', 'guardfence']);
  assert.doesNotMatch(JSON.stringify(check), /TOPSECRET/);
});

test("the app's own account is a warning, left out or named", () => {
  assert.match(judge([GROUP('approve')])?.seen ?? '', /only deployments that share it/);
  const named = judge([GROUP('approve'), FENCE], CONNECTION, 'guardfence');
  assert.equal(named?.result, 'warning');
  assert.match(named?.seen ?? '', /its failure takes both/);
});

test('a missing secret is left to the check of that secret', () => {
  const check = judge([GROUP('automatic'), FENCE]);
  assert.deepEqual([check?.result, check?.advice], ['not tried', "First mend 'secret FENCE'."]);
});

test('where nothing is ever moved, no fence is missed; one that is named is looked at all the same', () => {
  for (const lines of [[], [GROUP('notify')], [GROUP('approve'), 'role: witness']])
    assert.equal(judge(lines), undefined);
  assert.equal(judge([GROUP('notify'), FENCE], CONNECTION)?.result, 'ok');
  const shared = judge([GROUP('notify'), FENCE], CONNECTION, 'guardfence');
  assert.equal(shared?.result, 'ok');
  assert.match(shared?.seen ?? '', /no group may act yet/);
});

test('the name of an account is read in any order and spelling, and only as a name', () => {
  assert.equal(accountOf(CONNECTION), 'guardfence');
  assert.equal(accountOf('accountname=Guard1'), 'guard1');
  for (const text of [
    'UseDevelopmentStorage=true',
    '',
    'AccountName=',
    'XAccountName=abc',
    'AccountName=not a name;x=y',
  ])
    assert.equal(accountOf(text), undefined, text);
});

test('an account that tells no name is no reason to warn', () => {
  const check = judge([GROUP('automatic'), FENCE], 'UseDevelopmentStorage=true');
  assert.deepEqual([check?.result, check?.seen], ['ok', 'an account whose name the connection string does not tell']);
});
