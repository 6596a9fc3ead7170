import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWebhookAddress } from '../../../../shared/adapters/channels/webhookAddress.ts';

const check = (text: string, allow = false) => checkWebhookAddress(text, 'a webhook', allow);

test('an HTTPS address is taken, with white space around it, at any port', () => {
  for (const text of [
    'https://hooks.example.net/a',
    ' https://hooks.example.net:8443/a?b=c \n',
    'https://1.1.1.1/a',
    'https://[2606:4700::1111]/a',
  ])
    assert.equal(check(text).ok, true, text);
});

test('what is no HTTPS address, or holds a login, is refused without repeating it', () => {
  for (const text of [
    '',
    'TOPSECRET',
    'http://hooks.example.net/TOPSECRET',
    'ftp://TOPSECRET',
    'https://TOPSECRET@hooks.example.net/',
    'https://a:TOPSECRET@hooks.example.net/',
    'https://',
  ]) {
    const checked = check(text);
    assert.equal(checked.ok, false, text);
    assert.doesNotMatch(JSON.stringify(checked), /TOPSECRET|hooks\.example/);
    assert.match(checked.ok ? '' : checked.fault, /HTTPS address of a webhook/);
  }
});

test('a literal address of a private network is refused however it is written, unless the configuration allows it', () => {
  for (const host of [
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '127.0.0.1.',
    '10.1.2.3',
    '169.254.169.254',
    '0xA9FEA9FE',
    '168.63.129.16',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[fe80::1]',
    '[fd00::1]',
    '[64:ff9b::7f00:1]',
  ]) {
    const refused = check(`https://${host}/TOPSECRET`);
    assert.match(refused.ok ? '' : refused.fault, /points into a private network \(set allowPrivateAddresses/, host);
    assert.doesNotMatch(JSON.stringify(refused), /TOPSECRET/);
    assert.equal(check(`https://${host}/a`, true).ok, true, host);
  }
});

test('allowing private addresses allows nothing else', () => {
  for (const text of ['http://10.0.0.1/a', 'https://a:b@10.0.0.1/', 'nothing'])
    assert.equal(check(text, true).ok, false, text);
});
