import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverUnreachable } from '../../../../shared/alerting/conditions/serverUnreachable.ts';
import { RULES } from '../../replication/fixture.ts';

const find = (primaries: number, silent: number) =>
  serverUnreachable.find({ server: 'we', primaries, silent, rule: RULES.ServerUnreachable, nowMs: 0 });

test('it holds when all of several primaries are silent, and says how many', () => {
  assert.deepEqual(find(3, 3), {
    is: 'true',
    sentence: 'None of the 3 watched primaries of the server we answers.',
  });
  assert.equal(find(2, 2).is, 'true');
});

test('one that answers ends it', () => {
  assert.deepEqual(find(3, 2), { is: 'false', sentence: 'The server we answers again.' });
  assert.equal(find(3, 0).is, 'false');
});

test('a server with one primary says nothing that its database does not say', () => {
  assert.equal(find(1, 1).is, 'false');
  assert.equal(find(0, 0).is, 'false');
});
