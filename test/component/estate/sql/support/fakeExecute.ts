import type { Column, ExecuteBatch, SqlStep, Value } from '../../../../../local/estate/sql/types.ts';

/** Iterations that the fake front began and that were ended early, through `return`. */
export const stopped: string[] = [];

/** A T-SQL front of a few fixed sentences: enough to see every kind of step on the wire. */
export const fakeExecute: ExecuteBatch = function* (text, parameters, session) {
  let finished = false;
  try {
    yield* answer(text.trim(), parameters, session);
    finished = true;
  } finally {
    if (!finished) stopped.push(text.trim());
  }
};

const PATTERNS: [RegExp, (match: RegExpExecArray, ...rest: Parameters<ExecuteBatch>) => Iterable<SqlStep>][] = [
  [/^(set|use|begin tran|commit|rollback|save)\b/i, () => [{ kind: 'done' }]],
  [/^select 1$/i, () => [one('', { type: 'int', nullable: false }, 1)]],
  [/^select db_name\(\)$/i, (_m, _t, _p, { database }) => [one('db', { type: 'nvarchar', length: 128 }, database)]],
  [/^select suser$/i, (_m, _t, _p, session) => [principal(session.principal)]],
  [/^params$/i, (_m, _t, parameters) => [parameterRows(parameters)]],
  [/^rows (\d+)$/i, ([, count]) => [manyRows(Number(count))]],
  [/^multi$/i, () => [intStep('a', 1), { kind: 'rowCount', count: 3 }, intStep('b', 2)]],
  [/^types$/i, () => [typeRows()]],
  [/^print$/i, () => [{ kind: 'print', message: 'hello from the estate' }, intStep('a', 1)]],
  [/^error (\d+)$/i, ([, number]) => [errorStep(Number(number))]],
  [/^rows then error$/i, () => [intStep('a', 1), errorStep(8134), intStep('b', 2)]],
  [/^throw$/i, throwing],
  [/^misfit$/i, () => [misfit(), intStep('after', 1)]],
  [/^wait forever$/i, () => [intStep('before', 1), { kind: 'wait', until: () => 'waiting', pollMs: 5 }]],
  [/^wait (\d+)$/i, waitFor],
  [/^bounded wait$/i, () => [{ kind: 'wait', until: () => 'waiting', pollMs: 5, timeoutMs: 60 }, intStep('a', 1)]],
  [
    /^exec /i,
    (_m, text, parameters) => [one('text', { type: 'nvarchar', length: 400 }, text), parameterRows(parameters)],
  ],
];

function answer(...call: Parameters<ExecuteBatch>): Iterable<SqlStep> {
  for (const [pattern, steps] of PATTERNS) {
    const match = pattern.exec(call[0]);
    if (match) return steps(match, ...call);
  }
  return [errorStep(102)];
}

function one(name: string, column: Omit<Column, 'name' | 'nullable'> & { nullable?: boolean }, value: Value): SqlStep {
  return { kind: 'resultSet', columns: [{ name, nullable: true, ...column }], rows: [[value]] };
}

function intStep(name: string, value: number): SqlStep {
  return one(name, { type: 'int' }, value);
}

function errorStep(number: number): SqlStep {
  return { kind: 'error', number, severity: 16, state: 3, message: `fake error ${number}` };
}

function principal({
  name,
  serverPrincipal,
  databaseManager,
}: {
  name: string;
  serverPrincipal: boolean;
  databaseManager: boolean;
}): SqlStep {
  return {
    kind: 'resultSet',
    columns: [
      { name: 'name', type: 'nvarchar', length: 128, nullable: false },
      { name: 'serverPrincipal', type: 'bit', nullable: false },
      { name: 'databaseManager', type: 'bit', nullable: false },
    ],
    rows: [[name, serverPrincipal, databaseManager]],
  };
}

function parameterRows(parameters: Parameters<ExecuteBatch>[1]): SqlStep {
  const column = (name: string): Column => ({ name, type: 'nvarchar', length: -1, nullable: true });
  return {
    kind: 'resultSet',
    columns: [column('name'), column('type'), column('value')],
    rows: parameters.map(({ name, type, value }) => [name, type, spell(value)]),
  };
}

function spell(value: Value): string | null {
  if (value === null) return null;
  return value instanceof Uint8Array ? `0x${Buffer.from(value).toString('hex')}` : String(value);
}

function manyRows(count: number): SqlStep {
  return {
    kind: 'resultSet',
    columns: [
      { name: 'n', type: 'int', nullable: false },
      { name: 't', type: 'nvarchar', length: 60, nullable: true },
    ],
    rows: Array.from({ length: count }, (_, index) => [index, index % 7 === 0 ? null : `row ${index}`]),
  };
}

export const INSTANT_MS = Date.parse('2026-03-04T05:06:07.123Z');

function typeRows(): SqlStep {
  const columns: [Omit<Column, 'nullable'>, Value][] = [
    [{ name: 'ti', type: 'tinyint' }, 200],
    [{ name: 'si', type: 'smallint' }, -7],
    [{ name: 'i', type: 'int' }, -42],
    [{ name: 'bi', type: 'bigint' }, 9_007_199_254_740_993n],
    [{ name: 'b', type: 'bit' }, true],
    [{ name: 'f', type: 'float' }, 1.5],
    [{ name: 'de', type: 'decimal', precision: 20, scale: 4 }, -12345.6789],
    [{ name: 'nv', type: 'nvarchar', length: 50 }, 'naïve ☃'],
    [{ name: 'nm', type: 'nvarchar', length: -1 }, 'x'.repeat(10_000)],
    [{ name: 'vc', type: 'varchar', length: 20 }, 'héllo €'],
    [{ name: 'vm', type: 'varchar', length: -1 }, 'y'.repeat(9_000)],
    [{ name: 'g', type: 'uniqueidentifier' }, '0e984725-c51c-4bf4-9960-e1c80e27aba0'],
    [{ name: 'dt', type: 'datetime' }, INSTANT_MS],
    [{ name: 'd2', type: 'datetime2', scale: 3 }, INSTANT_MS],
    [{ name: 'dto', type: 'datetimeoffset' }, INSTANT_MS],
    [{ name: 'sv', type: 'sql_variant' }, 'orders'],
    [{ name: 'svi', type: 'sql_variant' }, 7],
    [{ name: 'vb', type: 'varbinary', length: 20 }, Uint8Array.of(1, 2, 3)],
    [{ name: 'vbm', type: 'varbinary', length: -1 }, new Uint8Array(9_000).fill(7)],
  ];
  return {
    kind: 'resultSet',
    columns: columns.map(([column]) => ({ ...column, nullable: true })),
    rows: [columns.map(([, value]) => value), columns.map(() => null)],
  };
}

function misfit(): SqlStep {
  const columns: Column[] = [{ name: 'small', type: 'tinyint', nullable: false }];
  return { kind: 'resultSet', columns, rows: [[1], [4711]] };
}

function* throwing(): Generator<SqlStep> {
  yield intStep('a', 1);
  throw new Error('the front broke its promise');
}

function* waitFor([, ms]: RegExpExecArray): Generator<SqlStep> {
  const endMs = Date.now() + Number(ms);
  yield { kind: 'wait', until: () => (Date.now() < endMs ? 'waiting' : 'ready'), pollMs: 5 };
  yield intStep('waited', 1);
}
