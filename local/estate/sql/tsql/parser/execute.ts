import { unsupportedStatement } from '../syntax/syntaxErrors.ts';
import type { Argument, Statement } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';

/** EXEC procedure @name = value, ... */
export function parseExecute(cursor: Cursor, keyword = true): Statement {
  if (keyword && !cursor.acceptWord('EXEC')) cursor.expectWord('EXECUTE');
  if (cursor.isSymbol('(')) throw unsupportedStatement('EXECUTE (string)');
  if (cursor.isWord('AS')) throw unsupportedStatement('EXECUTE AS');
  if (cursor.peek().kind === 'variable') throw unsupportedStatement('EXECUTE @variable');
  const procedure = [cursor.expectName()];
  while (cursor.acceptSymbol('.')) procedure.push(cursor.isSymbol('.') ? '' : cursor.expectName());
  const args = startsArgument(cursor) ? cursor.list(() => parseArgument(cursor)) : [];
  return { kind: 'execute', procedure, arguments: args };
}

function startsArgument(cursor: Cursor): boolean {
  const { kind, upper } = cursor.peek();
  return (
    ['variable', 'string', 'number', 'binary', 'quotedName'].includes(kind) ||
    cursor.isSymbol('-') ||
    upper === 'NULL' ||
    cursor.isName()
  );
}

function parseArgument(cursor: Cursor): Argument {
  const named = cursor.peek().kind === 'variable' && cursor.isSymbol('=', 1);
  const name = named ? cursor.expectVariable() : null;
  if (named) cursor.next();
  // A bare word is a string here, as T-SQL has it.
  const bare = cursor.isName();
  const value = bare ? textArgument(cursor.next().text) : cursor.grammar.expression(cursor);
  if (cursor.isWord('OUTPUT') || cursor.isWord('OUT')) throw unsupportedStatement('EXECUTE ... OUTPUT');
  return { name, value };
}

function textArgument(text: string): Argument['value'] {
  return { kind: 'literal', type: { name: 'nvarchar', length: Math.max(1, text.length) }, value: text };
}
