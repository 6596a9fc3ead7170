import { unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';

/** Options that only change what the estate does not do; every value is taken. */
const SWITCHES = new Set([
  'ANSI_DEFAULTS',
  'ANSI_NULLS',
  'ANSI_NULL_DFLT_OFF',
  'ANSI_NULL_DFLT_ON',
  'ANSI_PADDING',
  'ANSI_WARNINGS',
  'ARITHABORT',
  'ARITHIGNORE',
  'CONCAT_NULL_YIELDS_NULL',
  'CURSOR_CLOSE_ON_COMMIT',
  'NOCOUNT',
  'NUMERIC_ROUNDABORT',
  'QUOTED_IDENTIFIER',
  'XACT_ABORT',
]);
/** Options that would change every answer when ON: only OFF is honest. */
const MUST_STAY_OFF = new Set(['FMTONLY', 'IMPLICIT_TRANSACTIONS', 'NOEXEC', 'PARSEONLY', 'REMOTE_PROC_TRANSACTIONS']);
const VALUED = new Set(['TEXTSIZE', 'DATEFIRST', 'DATEFORMAT', 'LANGUAGE', 'LOCK_TIMEOUT', 'DEADLOCK_PRIORITY']);

/** SET @variable = ..., and the SET options that drivers and administrators send. */
export function parseSet(cursor: Cursor): Statement {
  cursor.expectWord('SET');
  if (cursor.peek().kind === 'variable') return parseVariable(cursor);
  if (cursor.acceptWord('TRANSACTION')) return parseIsolation(cursor);
  const names = cursor.list(() => cursor.next().text.toUpperCase());
  if (names.every((name) => SWITCHES.has(name))) return option(names.join(','), parseSwitch(cursor));
  const [name = ''] = names;
  if (names.length === 1 && MUST_STAY_OFF.has(name)) {
    if (parseSwitch(cursor) === 'ON') throw unsupportedOption(`SET ${name} ON`);
    return option(name, 'OFF');
  }
  if (names.length === 1 && VALUED.has(name)) return option(name, parseValue(cursor));
  if (name === 'ROWCOUNT' && cursor.peek().text === '0') return option(name, cursor.next().text);
  throw unsupportedOption(`SET ${name}`);
}

function option(name: string, value: string): Statement {
  return { kind: 'setOption', option: name, value };
}

const COMPOUND: Record<string, '+' | '-' | '*' | '/'> = { '+=': '+', '-=': '-', '*=': '*', '/=': '/' };

function parseVariable(cursor: Cursor): Statement {
  const name = cursor.expectVariable();
  const operator = COMPOUND[cursor.peek().text];
  if (operator !== undefined) {
    cursor.next();
    const right = cursor.grammar.expression(cursor);
    return { kind: 'setVariable', name, value: { kind: 'binary', operator, left: { kind: 'variable', name }, right } };
  }
  cursor.expectSymbol('=');
  return { kind: 'setVariable', name, value: cursor.grammar.expression(cursor) };
}

function parseSwitch(cursor: Cursor): 'ON' | 'OFF' {
  if (cursor.acceptWord('ON')) return 'ON';
  cursor.expectWord('OFF');
  return 'OFF';
}

function parseValue(cursor: Cursor): string {
  const sign = cursor.acceptSymbol('-') ? '-' : '';
  const token = cursor.peek();
  if (!['word', 'number', 'string', 'variable', 'quotedName'].includes(token.kind)) throw cursor.unexpected();
  return sign + cursor.next().text;
}

const LEVELS = [['READ', 'UNCOMMITTED'], ['READ', 'COMMITTED'], ['REPEATABLE', 'READ'], ['SNAPSHOT'], ['SERIALIZABLE']];

function parseIsolation(cursor: Cursor): Statement {
  cursor.expectWord('ISOLATION');
  cursor.expectWord('LEVEL');
  for (const words of LEVELS) {
    if (cursor.acceptWord(...words)) return option('TRANSACTION ISOLATION LEVEL', words.join(' '));
  }
  throw cursor.unexpected();
}
