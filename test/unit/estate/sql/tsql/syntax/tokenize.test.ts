import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenize } from '../../../../../../local/estate/sql/tsql/syntax/tokenize.ts';

const shape = (text: string): string[] => tokenize(text).map(({ kind, text: value }) => `${kind}:${value}`);

test('names may stand in brackets or double quotes, with the closing mark doubled', () => {
  assert.deepEqual(shape('[a]]b] "c""d" e_1'), ['quotedName:a]b', 'quotedName:c"d', 'word:e_1', 'end:']);
});

test('strings keep doubled quotes as one, and remember N', () => {
  const [plain, national] = tokenize("'it''s' N'größe'");
  assert.deepEqual([plain?.text, plain?.national], ["it's", false]);
  assert.deepEqual([national?.text, national?.national, national?.raw], ['größe', true, "N'größe'"]);
});

test('an N that is not followed by a quote is a word', () => {
  assert.deepEqual(shape("N 'a'"), ['word:N', 'string:a', 'end:']);
});

test('numbers: whole, with a point, with an exponent, hexadecimal', () => {
  assert.deepEqual(shape('1 1.5 .5 2. 1e3 1.5E-2 0x1F'), [
    'number:1',
    'number:1.5',
    'number:.5',
    'number:2.',
    'number:1e3',
    'number:1.5E-2',
    'binary:0x1F',
    'end:',
  ]);
});

test('variables and global variables', () => {
  assert.deepEqual(shape('@a @@SPID @p_1'), ['variable:@a', 'variable:@@SPID', 'variable:@p_1', 'end:']);
});

test('signs of two characters are one token', () => {
  assert.deepEqual(shape('<= >= <> != !< !>'), [
    'symbol:<=',
    'symbol:>=',
    'symbol:<>',
    'symbol:!=',
    'symbol:!<',
    'symbol:!>',
    'end:',
  ]);
});

test('comments vanish: to the end of the line, and nested blocks', () => {
  assert.deepEqual(shape('a -- b\nc /* d /* e */ f */ g'), ['word:a', 'word:c', 'word:g', 'end:']);
  assert.deepEqual(shape('a -- the end'), ['word:a', 'end:']);
});

test('an unclosed string is error 105 with the text after its quote', () => {
  assert.throws(() => tokenize("SELECT 'abc"), {
    number: 105,
    severity: 15,
    message: "Unclosed quotation mark after the character string 'abc'.",
  });
});

test('an unclosed name is error 105, an unclosed comment 113', () => {
  assert.throws(() => tokenize('SELECT [abc'), { number: 105 });
  assert.throws(() => tokenize('SELECT 1 /* /* */'), { number: 113, message: "Missing end comment mark '*/'." });
});

test('a character that T-SQL does not have is error 102', () => {
  assert.throws(() => tokenize('SELECT ¿'), { number: 102, message: "Incorrect syntax near '¿'." });
});
