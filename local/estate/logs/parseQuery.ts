import { semanticError, syntaxError } from './kqlError.ts';
import { parseExpression } from './parseExpression.ts';
import { tokenize } from './tokenize.ts';
import { TokenReader } from './tokenReader.ts';
import { AGGREGATES, type Aggregate, type Expression, type Query, type Stage } from './tree.ts';

const LONGEST = 20_000;

/** `Table | stage | stage …`. @throws KqlError for everything that is not in the part the estate understands */
export function parseQuery(text: string): Query {
  if (text.length > LONGEST) throw syntaxError(text.slice(0, 20));
  const reader = new TokenReader(tokenize(text));
  const table = reader.name();
  const stages: Stage[] = [];
  while (reader.accepts('|')) stages.push(parseStage(reader));
  if (reader.next.kind !== 'end') throw reader.unexpected();
  return { table, stages };
}

function parseStage(reader: TokenReader): Stage {
  const name = reader.name();
  switch (name) {
    case 'where':
      return { kind: 'where', condition: parseExpression(reader) };
    case 'project':
      return { kind: 'project', columns: listOf(reader, parseProjected) };
    case 'summarize':
      return parseSummarize(reader);
    case 'order':
    case 'sort':
      reader.expect('by');
      return { kind: 'order', by: listOf(reader, parseOrdered) };
    case 'take':
    case 'limit':
      return { kind: 'take', count: parseCount(reader) };
    default:
      throw syntaxError(name);
  }
}

function parseProjected(reader: TokenReader): { name: string; of: Expression } {
  const name = reader.name();
  return reader.accepts('=') ? { name, of: parseExpression(reader) } : { name, of: { kind: 'column', name } };
}

function parseOrdered(reader: TokenReader): { column: string; descending: boolean } {
  const column = reader.name();
  // KQL sorts from the largest down when nobody says otherwise.
  if (reader.accepts('asc')) return { column, descending: false };
  reader.accepts('desc');
  return { column, descending: true };
}

function parseSummarize(reader: TokenReader): Stage {
  const aggregates = listOf(reader, parseAggregate);
  return { kind: 'summarize', aggregates, by: reader.accepts('by') ? listOf(reader, (one) => one.name()) : [] };
}

function parseAggregate(reader: TokenReader): { name: string; aggregate: Aggregate; of?: string } {
  const first = reader.name();
  const called = reader.accepts('=') ? reader.name() : first;
  const aggregate = AGGREGATES.find((known) => known === called);
  if (aggregate === undefined) throw semanticError(`Unknown function: '${called}'.`);
  reader.expect('(');
  const of = aggregate === 'count' ? undefined : reader.name();
  reader.expect(')');
  const name = first === called ? `${aggregate}_${of ?? ''}` : first;
  return { name, aggregate, ...(of === undefined ? {} : { of }) };
}

function parseCount(reader: TokenReader): number {
  const token = reader.take();
  if (token.kind !== 'number' || !Number.isInteger(token.value)) throw syntaxError(token.text);
  return token.value;
}

function listOf<T>(reader: TokenReader, parse: (reader: TokenReader) => T): T[] {
  const all = [parse(reader)];
  while (reader.accepts(',')) all.push(parse(reader));
  return all;
}
