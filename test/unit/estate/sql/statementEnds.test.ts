import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StatementEnds } from '../../../../local/estate/sql/statementEnds.ts';
import { ByteWriter } from '../../../../local/estate/sql/tds/byteWriter.ts';
import { doneTokens } from './support/capture.ts';

function tokensOf(inProcedure: boolean, use: (ends: StatementEnds) => void) {
  const writer = new ByteWriter();
  use(new StatementEnds(writer, inProcedure));
  return doneTokens(writer.toBuffer().toString('hex'));
}

const [DONE, IN_PROC] = [0xfd, 0xff];

test('only the last DONE of a batch is final', () => {
  const tokens = tokensOf(false, (ends) => {
    ends.add(false, 3);
    ends.add(false);
    ends.finish();
  });
  assert.deepEqual(tokens, [
    [DONE, 0x11, 3],
    [DONE, 0x00, 0],
  ]);
});

test('a DONE is held back until it is known whether more follows', () => {
  assert.deepEqual(
    tokensOf(false, (ends) => ends.add(false, 3)),
    [],
  );
  assert.deepEqual(
    tokensOf(false, (ends) => {
      ends.add(false, 3);
      ends.settle();
    }),
    [[DONE, 0x11, 3]],
  );
});

test('an empty batch is answered with a DONE', () => {
  assert.deepEqual(
    tokensOf(false, (ends) => ends.finish()),
    [[DONE, 0, 0]],
  );
});

test('a batch that ends in something without an end of its own has no DONE twice', () => {
  const tokens = tokensOf(false, (ends) => {
    ends.add(false);
    ends.finish();
    ends.finish();
  });
  assert.deepEqual(tokens, [[DONE, 0, 0]]);
});

test('an error sets its bit', () => {
  const tokens = tokensOf(false, (ends) => {
    ends.add(true);
    ends.add(true);
    ends.finish();
  });
  assert.deepEqual(tokens, [
    [DONE, 0x03, 0],
    [DONE, 0x02, 0],
  ]);
});

test('in a procedure every end says that more follows: the return status does', () => {
  const tokens = tokensOf(true, (ends) => {
    ends.add(false, 1);
    ends.add(true);
    ends.finish();
  });
  assert.deepEqual(tokens, [
    [IN_PROC, 0x11, 1],
    [IN_PROC, 0x03, 0],
  ]);
});

test('a procedure without statements has no DONEINPROC', () => {
  assert.deepEqual(
    tokensOf(true, (ends) => ends.finish()),
    [],
  );
});
