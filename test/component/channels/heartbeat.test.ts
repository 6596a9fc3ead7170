import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createHeartbeatCheck, type HeartbeatCheck } from '../../../local/estate/heartbeat/heartbeat.ts';
import { listenSites } from '../../../local/estate/network/siteListener.ts';
import { createHeartbeat } from '../../../shared/adapters/channels/heartbeat.ts';
import { answers, type HttpsStandIn, mapNames, startHttps, strangeAuthority, trustedAuthority } from './servers.ts';

const OWN = 'checks.contoso.com';
const STRANGE = 'checks.fabrikam.com';
const SETTING = { setting: 'HEARTBEAT_URL' };
const SECRET_TEXT = /TOPSECRET|hc-ping|checks\.\w|https?:\/\/\w/;

let check: HeartbeatCheck;
let own: HttpsStandIn;
let strange: HttpsStandIn;
let closeEstate: () => Promise<void>;

before(async () => {
  check = createHeartbeatCheck({ clock: { now: () => 5 } });
  const authority = await trustedAuthority();
  const estate = await listenSites({
    sites: [check.site],
    fromRegion: 'uksouth',
    certificates: authority,
    reachability: () => 'open',
  });
  closeEstate = () => estate.close();
  own = await startHttps(await authority.issue([OWN]));
  strange = await startHttps(await (await strangeAuthority()).issue([STRANGE]));
  mapNames([...estate.names, { name: OWN, port: 443, to: own.port }, { name: STRANGE, port: 443, to: strange.port }]);
});
beforeEach(() => {
  own.requests.length = 0;
});
after(() => Promise.all([closeEstate(), own.close(), strange.close()]));

/** What was answered; never the address. */
async function ping(url: string | undefined, ...given: Parameters<ReturnType<typeof createHeartbeat>['ping']>) {
  const answer = await createHeartbeat(SETTING, () => url, { timeoutMs: 500 }).ping(...given);
  assert.doesNotMatch(JSON.stringify(answer), SECRET_TEXT);
  return answer.ok ? 'heard' : answer.message;
}

test('the check of the estate hears start, success and fail, and why it failed', async () => {
  assert.equal(await ping(check.url, 'start'), 'heard');
  assert.equal(await ping(check.url, 'success'), 'heard');
  assert.equal(await ping(check.url, 'fail', 'The sweep failed.'), 'heard');
  assert.deepEqual(
    check.pings().map(({ signal, body, status, atMs }) => [signal, body, status, atMs]),
    [
      ['start', '', 200, 5],
      ['success', '', 200, 5],
      ['fail', 'The sweep failed.', 200, 5],
    ],
  );
});

test('a check that is not there is told as what it means: nobody would be alerted', async () => {
  const gone = check.url.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
  assert.match(await ping(gone, 'success'), /answered 404: there is no such check any more\..* alerts people/s);
  own.answer = (response) => void response.writeHead(200).end('OK (not found)');
  assert.match(await ping(`https://${OWN}/TOPSECRET`, 'success'), /answered 200: there is no such check any more/);
});

describe('the address', () => {
  for (const [given, signal, asked] of [
    [`https://${OWN}/TOPSECRET`, 'success', '/TOPSECRET'],
    [`https://${OWN}/TOPSECRET`, 'start', '/TOPSECRET/start'],
    [`https://${OWN}/TOPSECRET/`, 'fail', '/TOPSECRET/fail'],
    [`https://${OWN}/TOPSECRET/shops?create=1`, 'start', '/TOPSECRET/shops/start?create=1'],
    [` https://${OWN}/TOPSECRET\n`, 'success', '/TOPSECRET'],
  ] as const) {
    test(`${signal} of ${JSON.stringify(given.replace(/^[^/]*\/\/[^/]*/, ''))} is a POST to ${asked}`, async () => {
      own.answer = answers(200);
      assert.equal(await ping(given, signal), 'heard');
      assert.deepEqual(
        own.requests.map(({ method, url }) => `${method} ${url}`),
        [`POST ${asked}`],
      );
    });
  }

  for (const [name, given, expected] of [
    ['that is missing', undefined, /HEARTBEAT_URL was expected .* and is missing/],
    ['without TLS', 'http://checks.contoso.com/TOPSECRET', /does not begin with https/],
    ['with a password', 'https://a:TOPSECRET@checks.contoso.com/', /user name or a password/],
    ['that is none', 'TOPSECRET', /is not an address/],
  ] as const) {
    test(`${name} is never asked`, async () => {
      assert.match(await ping(given, 'success'), expected);
      assert.equal(own.requests.length, 0);
    });
  }
});

test('a redirect is not followed', async () => {
  own.answer = (response) => void response.writeHead(302, { location: `https://${OWN}/elsewhere` }).end();
  assert.match(await ping(`https://${OWN}/TOPSECRET`, 'success'), /answered 302: it points to another address/);
  assert.equal(own.requests.length, 1);
});

test('a service in trouble is asked again by the next sweep, not by this one', async () => {
  own.answer = answers(503);
  assert.match(await ping(`https://${OWN}/TOPSECRET`, 'success'), /answered 503.* asked again after the next sweep/);
  assert.equal(own.requests.length, 1);
});

test('silence ends with the deadline', async () => {
  own.answer = () => undefined;
  assert.match(await ping(`https://${OWN}/TOPSECRET`, 'success'), /gave no answer within 500 ms/);
});

test('a certificate that nobody trusts is no address to tell anything', async () => {
  assert.match(await ping(`https://${STRANGE}/TOPSECRET`, 'fail', 'x'), /certificate that was not accepted/);
  assert.equal(strange.requests.length, 0);
});

test('what is said of a failure is bounded', async () => {
  own.answer = answers(200);
  await ping(`https://${OWN}/TOPSECRET`, 'fail', 'x'.repeat(5_000));
  assert.equal(own.requests[0]?.body.length, 1_000);
});
