import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyFailure } from '../../../../../shared/adapters/azure/sql/classifyFailure.ts';
import { CERTIFICATE_CODES, ERROR_TABLE, NETWORK_CODES } from '../../../../../shared/adapters/azure/sql/errorTable.ts';
import {
  DeadlinePassed,
  EncryptionRefused,
  NoToken,
  NotTds,
  SqlFailure,
} from '../../../../../shared/adapters/azure/sql/sqlErrors.ts';

const CONTEXT = {
  host: 'shop-we.database.windows.net',
  database: 'orders',
  encryption: 'strict',
  identityName: "geo]warden's app",
} as const;
const classify = (error: unknown) => classifyFailure(error, CONTEXT);
const said = (...numbers: number[]) =>
  new SqlFailure(
    new Error('Login failed.'),
    numbers.map((number) => ({ number, state: 1, message: `Message ${number}.` })),
  );
const coded = (code: string, cause?: unknown) => Object.assign(new Error(`code ${code}`, { cause }), { code });

test('every number of the table has its kind, a source, and a sentence with what to do', () => {
  for (const [number, { kind, source }] of Object.entries(ERROR_TABLE)) {
    const failure = classify(said(Number(number)));
    assert.deepEqual([failure.kind, failure.number], [kind, Number(number)]);
    assert.ok(source.length > 5);
    assert.match(
      failure.message,
      /^Expected orders on shop-we\.database\.windows\.net to answer, saw error \d+, state 1: .*\. [A-Z].*[.;]$/,
    );
  }
});

test('our own trouble is never called the service being down', () => {
  for (const number of [18456, 40615, 40532, 40914, 47073, 916, 297, 300]) {
    assert.ok(['noRights', 'firewall'].includes(classify(said(number)).kind), String(number));
  }
  for (const code of CERTIFICATE_CODES) assert.equal(classify(new SqlFailure(coded(code), [])).kind, 'certificate');
});

test('busy is alive, 4060 is ambiguous', () => {
  for (const number of [40501, 10928, 10929]) assert.equal(classify(said(number)).kind, 'busy');
  assert.equal(classify(said(4060)).kind, 'notFound');
});

test('18456 does not hide the error that explains it, in either order', () => {
  assert.equal(classify(said(18456, 4060)).number, 4060);
  assert.equal(classify(said(4060, 18456)).number, 4060);
  assert.equal(classify(said(18456)).number, 18456);
  assert.equal(classify(said(50000, 18456)).number, 18456);
});

test('a number nobody wrote down is other, with the number', () => {
  const failure = classify(said(51234));
  assert.deepEqual([failure.kind, failure.number], ['other', 51234]);
});

test('the grant is quoted: a name cannot break out of it', () => {
  assert.match(classify(said(18456)).message, /CREATE USER \[geo\]\]warden's app\] FROM EXTERNAL PROVIDER/);
});

test('network codes are found however deep they are wrapped', () => {
  for (const [code, { kind }] of Object.entries(NETWORK_CODES)) {
    const deep = new SqlFailure(coded('ESOCKET', new AggregateError([new Error('x'), coded(code)])), []);
    assert.equal(classify(deep).kind, kind, code);
  }
});

test('a certificate is named before the socket error that carries it', () => {
  assert.equal(classify(new SqlFailure(coded('ECONNRESET', coded('CERT_HAS_EXPIRED')), [])).kind, 'certificate');
});

test('the deadline says what was waited for; for a token it is the identity', () => {
  assert.match(classify(new DeadlinePassed('login', 300)).message, /no answer to the login within 300 ms/);
  assert.equal(classify(new DeadlinePassed('login', 300)).kind, 'unreachable');
  assert.equal(classify(new DeadlinePassed('token', 300)).kind, 'identity');
});

test('encryption, garbage and identity have their own kinds', () => {
  assert.equal(classify(new SqlFailure(new EncryptionRefused(), [])).kind, 'encryptionRefused');
  assert.equal(classify(new SqlFailure(new NotTds('bytes'), [])).kind, 'garbage');
  assert.equal(classify(new SqlFailure(new RangeError('more than 100 rows'), [])).kind, 'garbage');
  assert.equal(classify(new NoToken(new Error('403'))).kind, 'identity');
});

test('TDS 8 is mentioned where a reset may mean that it is not spoken', () => {
  const reset = new SqlFailure(coded('ECONNRESET'), []);
  assert.match(classify(reset).message, /may not speak TDS 8/);
  assert.doesNotMatch(classifyFailure(reset, { ...CONTEXT, encryption: 'prelogin' }).message, /TDS 8/);
});

test('a token in an error is not repeated, and a long message is cut', () => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJvaWQiOiIxIn0.c2lnbmF0dXJl';
  const { message } = classify(new NoToken(new Error(`refused ${token} ${'x'.repeat(2_000)}`)));
  assert.equal(message.includes('c2lnbmF0dXJl'), false);
  assert.ok(message.length < 700);
});

test('whatever is thrown is classified', () => {
  const circle = new Error('round');
  circle.cause = circle;
  for (const odd of [undefined, null, 'text', 7, {}, circle, new AggregateError([]), new SqlFailure('text', [])]) {
    const failure = classify(odd);
    assert.equal(typeof failure.message, 'string');
    assert.equal(failure.kind, 'other');
  }
});
