import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PreparedStatements } from '../../../../local/estate/sql/preparedStatements.ts';
import { resolveCall } from '../../../../local/estate/sql/procedureCall.ts';
import type { RpcParameter } from '../../../../local/estate/sql/tds/rpcRequest.ts';
import type { Value } from '../../../../local/estate/sql/types.ts';

const text = (value: Value, name = ''): RpcParameter => ({ name, type: 'nvarchar', value, output: false });
const int = (value: Value, name = ''): RpcParameter => ({ name, type: 'int', value, output: false });

function refusalOf(call: ReturnType<typeof resolveCall>): number | undefined {
  return call.kind === 'refused' ? call.error.number : undefined;
}

test('sp_executesql runs its statement with the values behind the declaration', () => {
  const parameters = [text('select @a'), text('@a int'), int(7, '@a')];
  for (const procedure of ['sp_executesql', 'sys.sp_executesql']) {
    assert.deepEqual(resolveCall({ procedure, parameters }, new PreparedStatements()), {
      kind: 'run',
      text: 'select @a',
      parameters: [{ name: '@a', type: 'int', value: 7 }],
    });
  }
});

test('values without a name take the declared names, in order', () => {
  const parameters = [text('select'), text('@x decimal(5,2), @y int'), int(1), int(2), int(3)];
  const call = resolveCall({ procedure: 'sp_executesql', parameters }, new PreparedStatements());
  assert.deepEqual(call.kind === 'run' ? call.parameters.map(({ name }) => name) : [], ['@x', '@y', '@p3']);
});

test('prepare, execute and unprepare go by the handle', () => {
  const prepared = new PreparedStatements();
  const made = resolveCall(
    { procedure: 'sp_prepare', parameters: [int(null), text('@a int'), text('select @a')] },
    prepared,
  );
  assert.equal(made.kind, 'prepared');
  const handle = made.kind === 'prepared' ? made.handle : 0;
  assert.deepEqual(resolveCall({ procedure: 'sp_execute', parameters: [int(handle), int(5)] }, prepared), {
    kind: 'run',
    text: 'select @a',
    parameters: [{ name: '@a', type: 'int', value: 5 }],
  });
  assert.deepEqual(resolveCall({ procedure: 'sp_unprepare', parameters: [int(handle)] }, prepared), {
    kind: 'unprepared',
  });
  assert.equal(refusalOf(resolveCall({ procedure: 'sp_execute', parameters: [int(handle)] }, prepared)), 8179);
});

test('sp_prepexec prepares and runs at once', () => {
  const prepared = new PreparedStatements();
  const parameters = [int(null), text('@a int'), text('select @a'), int(9, '@a')];
  const call = resolveCall({ procedure: 'sp_prepexec', parameters }, prepared);
  assert.deepEqual(call, {
    kind: 'run',
    text: 'select @a',
    parameters: [{ name: '@a', type: 'int', value: 9 }],
    handle: 1,
  });
  assert.equal(prepared.find(1)?.text, 'select @a');
});

test('a statement without parameters is prepared with a NULL declaration', () => {
  const prepared = new PreparedStatements();
  resolveCall({ procedure: 'sp_prepare', parameters: [int(null), text(null), text('select 1')] }, prepared);
  assert.deepEqual(prepared.find(1), { text: 'select 1', parameterNames: [] });
});

test('what is missing is named: 201 for a statement, 8179 for a handle', () => {
  const prepared = new PreparedStatements();
  assert.equal(refusalOf(resolveCall({ procedure: 'sp_executesql', parameters: [] }, prepared)), 201);
  assert.equal(refusalOf(resolveCall({ procedure: 'sp_executesql', parameters: [int(1)] }, prepared)), 201);
  assert.equal(refusalOf(resolveCall({ procedure: 'sp_prepare', parameters: [int(null)] }, prepared)), 201);
  assert.equal(refusalOf(resolveCall({ procedure: 'sp_execute', parameters: [] }, prepared)), 8179);
  assert.equal(refusalOf(resolveCall({ procedure: 'sp_unprepare', parameters: [int(4711)] }, prepared)), 8179);
});

test('any other procedure is an EXEC of its name, its values as parameters', () => {
  const parameters = [text('shop-ne', '@target_server'), int(3)];
  const call = resolveCall({ procedure: 'sys.sp_wait_for_database_copy_sync', parameters }, new PreparedStatements());
  assert.deepEqual(call, {
    kind: 'run',
    text: 'EXEC sys.sp_wait_for_database_copy_sync @target_server = @target_server, @p2',
    parameters: [
      { name: '@target_server', type: 'nvarchar', value: 'shop-ne' },
      { name: '@p2', type: 'int', value: 3 },
    ],
  });
});

test('a procedure without parameters is an EXEC without a list', () => {
  const call = resolveCall({ procedure: 'sp_who', parameters: [] }, new PreparedStatements());
  assert.equal(call.kind === 'run' && call.text, 'EXEC sp_who');
});

test('a name that is no name is 2812, not a statement', () => {
  for (const procedure of ["x'; DROP", 'a--b', '', 'a;b', 'a\nb']) {
    assert.equal(refusalOf(resolveCall({ procedure, parameters: [] }, new PreparedStatements())), 2812, procedure);
  }
});
