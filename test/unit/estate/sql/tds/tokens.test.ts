import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter } from '../../../../../local/estate/sql/tds/byteWriter.ts';
import * as environment from '../../../../../local/estate/sql/tds/environmentChange.ts';
import * as tokens from '../../../../../local/estate/sql/tds/tokens.ts';

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter();
  write(writer);
  return writer.toBuffer().toString('hex');
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le').toString('hex');
const message = { number: 40613, severity: 17, state: 2, text: 'no', server: 'we' };

test('an error carries number, state, severity, text, server, no procedure, line 1', () => {
  const body = `a59e000002110200${utf16('no')}02${utf16('we')}0001000000`;
  assert.equal(
    written((writer) => tokens.writeError(writer, message)),
    `aa1600${body}`,
  );
  assert.equal(
    written((writer) => tokens.writeInfo(writer, message)),
    `ab1600${body}`,
  );
});

test('a text too long for its token is cut, not refused', () => {
  const bytes = Buffer.from(
    written((writer) => tokens.writeError(writer, { ...message, text: 'x'.repeat(9_000) })),
    'hex',
  );
  assert.equal(bytes.readUInt16LE(9), 2048);
});

test('DONE carries its bits and, with a count, the bit that says so', () => {
  const { done, doneInProc, doneProc } = tokens.DoneToken;
  assert.equal(
    written((writer) => tokens.writeDone(writer, done, 0)),
    'fd0000c1000000000000000000',
  );
  assert.equal(
    written((writer) => tokens.writeDone(writer, doneInProc, 1, 258)),
    'ff1100c1000201000000000000',
  );
  assert.equal(
    written((writer) => tokens.writeDone(writer, doneProc, 2)),
    'fe0200e0000000000000000000',
  );
});

test('a count of zero is a count', () => {
  assert.equal(written((writer) => tokens.writeDone(writer, 0xfd, 0, 0)).slice(2, 6), '1000');
});

test('a return status and a handle', () => {
  assert.equal(
    written((writer) => tokens.writeReturnStatus(writer, -1)),
    '79ffffffff',
  );
  const handle = written((writer) => tokens.writeReturnHandle(writer, '@h', 5));
  assert.equal(handle, `ac000002${utf16('@h')}0100000000000026040405000000`);
});

test('LOGINACK bears the version big-endian', () => {
  assert.match(
    written((writer) => tokens.writeLoginAck(writer, 0x74000004)),
    /^ad..00017400000414/,
  );
});

test('only offered features are acknowledged', () => {
  const ack = (fedAuth: boolean, utf8Support: boolean) =>
    written((writer) => tokens.writeFeatureExtAck(writer, { fedAuth, utf8Support }));
  assert.equal(ack(true, false), 'ae' + '0200000000' + 'ff');
  assert.equal(ack(false, true), 'ae' + '0a0100000001' + 'ff');
  assert.equal(ack(true, true), 'ae' + '0200000000' + '0a0100000001' + 'ff');
});

test('the environment tells database, language, packet size and collation', () => {
  assert.equal(
    written((writer) => environment.writeDatabaseChange(writer, 'db', 'm')),
    `e309000102${utf16('db')}01${utf16('m')}`,
  );
  assert.equal(
    written((writer) => environment.writeLanguageChange(writer, 'x')),
    `e305000201${utf16('x')}00`,
  );
  assert.equal(
    written((writer) => environment.writePacketSizeChange(writer, 8, 4)),
    `e307000401${utf16('8')}01${utf16('4')}`,
  );
  assert.equal(
    written((writer) => environment.writeCollationChange(writer)),
    'e30800' + '07' + '05' + '0904d00034' + '00',
  );
});

test('transactions are named by eight bytes: new when one begins, old when it ends', () => {
  const id = Buffer.from('0100000000000000', 'hex');
  const change = (event: 'begin' | 'commit' | 'rollback') =>
    written((writer) => environment.writeTransactionChange(writer, event, id));
  assert.equal(change('begin'), 'e30b00' + '08' + '08' + '0100000000000000' + '00');
  assert.equal(change('commit'), 'e30b00' + '09' + '00' + '08' + '0100000000000000');
  assert.equal(change('rollback'), 'e30b00' + '0a' + '00' + '08' + '0100000000000000');
  assert.equal(
    written((writer) => environment.writeResetAcknowledgement(writer)),
    'e30300' + '12' + '00' + '00',
  );
});

test('routing names protocol, port and host, and no old value', () => {
  const bytes = written((writer) => environment.writeRouting(writer, 'ab', 11_007));
  assert.equal(bytes, `e30e0014090000ff2a0200${utf16('ab')}0000`);
});
