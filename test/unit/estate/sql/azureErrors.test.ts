import assert from 'node:assert/strict';
import { test } from 'node:test';
import { azureError, type ErrorContext } from '../../../../local/estate/sql/azureErrors.ts';

const CONTEXT: ErrorContext = {
  server: 'shop-we',
  database: 'orders',
  user: 'keeper',
  clientAddress: '203.0.113.7',
  tracingId: '0e984725-c51c-4bf4-9960-e1c80e27aba0',
};

test('each number has its severity and names what it is about', () => {
  const expected: [number, number, RegExp][] = [
    [976, 14, /'orders', is participating in an availability group/],
    [4060, 11, /^Cannot open database "orders" requested by the login\. The login failed\.$/],
    [10928, 16, /request limit for the database is 200/],
    [10929, 16, /minimum guarantee is 0/],
    [18456, 14, /^Login failed for user 'keeper'\.$/],
    [40197, 17, /Error code 40540\.$/],
    [40501, 20, /Incident ID: 0E984725-C51C-4BF4-9960-E1C80E27ABA0\. Code: 131075\.$/],
    [40531, 11, /^Server name cannot be determined/],
    [40532, 11, /^Cannot open server "shop-we"/],
    [40607, 14, /Windows logins are not supported/],
    [40613, 17, /^Database 'orders' on server 'shop-we' is not currently available/],
    [40615, 14, /Client with IP address '203\.0\.113\.7' is not allowed/],
    [40914, 14, /Client is not allowed to access the server\.$/],
    [47073, 14, /public network interface on this server is not accessible/],
  ];
  for (const [number, severity, text] of expected) {
    const error = azureError(number, CONTEXT);
    assert.deepEqual([error.number, error.severity, error.state], [number, severity, 1]);
    assert.match(error.text, text);
  }
});

test('the state of a case is kept', () => {
  assert.equal(azureError(18456, CONTEXT, 8).state, 8);
});

test('a number without known wording is an error all the same, and says its number', () => {
  assert.deepEqual(azureError(49918, CONTEXT), {
    number: 49918,
    severity: 16,
    state: 1,
    text: 'Error 49918 occurred on the server.',
  });
});
