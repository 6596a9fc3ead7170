import type { SqlError } from './azureErrors.ts';
import { declaredNames, type PreparedStatements } from './preparedStatements.ts';
import type { RpcParameter, RpcRequest } from './tds/rpcRequest.ts';
import type { SqlParameter } from './types.ts';

/** What a remote procedure call comes down to. */
export type ProcedureCall =
  /** `handle` is returned besides the statement's own answer. */
  | { kind: 'run'; text: string; parameters: SqlParameter[]; handle?: number }
  | { kind: 'prepared'; handle: number }
  | { kind: 'unprepared' }
  | { kind: 'refused'; error: SqlError };

/**
 * Turns the procedures with which drivers send parameters into plain batches; any other procedure becomes an `EXEC`
 * of that name, which the T-SQL front knows or refuses.
 */
export function resolveCall(call: RpcRequest, prepared: PreparedStatements): ProcedureCall {
  const [first, second, third] = call.parameters;
  switch (call.procedure.replace(/^sys\./, '')) {
    case 'sp_executesql':
      if (typeof first?.value !== 'string') return missing(call.procedure, '@stmt');
      return run(first.value, call.parameters.slice(2), textOf(second), null);
    case 'sp_prepare':
    case 'sp_prepexec':
      if (typeof third?.value !== 'string') return missing(call.procedure, '@stmt');
      return prepare(call, third.value, textOf(second), prepared);
    case 'sp_execute': {
      const statement = prepared.find(Number(first?.value));
      if (!statement) return unknownHandle(first);
      const parameters = nameParameters(call.parameters.slice(1), statement.parameterNames);
      return { kind: 'run', text: statement.text, parameters };
    }
    case 'sp_unprepare':
      return prepared.release(Number(first?.value)) ? { kind: 'unprepared' } : unknownHandle(first);
    default:
      return named(call);
  }
}

function prepare(call: RpcRequest, text: string, declaration: string, prepared: PreparedStatements): ProcedureCall {
  const handle = prepared.prepare(text, declaration);
  if (handle === null) {
    return refused(8179, 'This session holds 10,000 prepared statements; release some with sp_unprepare.');
  }
  if (call.procedure.endsWith('sp_prepare')) return { kind: 'prepared', handle };
  return run(text, call.parameters.slice(3), declaration, handle);
}

function run(text: string, values: RpcParameter[], declaration: string, handle: number | null): ProcedureCall {
  const parameters = nameParameters(values, declaredNames(declaration));
  return handle === null ? { kind: 'run', text, parameters } : { kind: 'run', text, parameters, handle };
}

/** `EXEC name @a = @a, @p2`, the values given as parameters: nothing is ever pasted into the text. */
function named(call: RpcRequest): ProcedureCall {
  if (!/^[\p{L}\p{N}_#.[\]" ]+$/u.test(call.procedure)) {
    return refused(2812, `Could not find stored procedure '${call.procedure}'.`);
  }
  const parameters: SqlParameter[] = call.parameters.map(({ name, type, value }, index) => ({
    name: name || `@p${index + 1}`,
    type,
    value,
  }));
  const list = call.parameters.map(({ name }, index) => (name ? `${name} = ${name}` : `@p${index + 1}`));
  return { kind: 'run', text: `EXEC ${call.procedure} ${list.join(', ')}`.trimEnd(), parameters };
}

function nameParameters(values: RpcParameter[], declared: string[]): SqlParameter[] {
  return values.map(({ name, type, value }, index) => ({
    name: name || (declared[index] ?? `@p${index + 1}`),
    type,
    value,
  }));
}

function textOf(parameter: RpcParameter | undefined): string {
  return typeof parameter?.value === 'string' ? parameter.value : '';
}

function missing(procedure: string, parameter: string): ProcedureCall {
  return refused(201, `Procedure or function '${procedure}' expects parameter '${parameter}', which was not supplied.`);
}

function unknownHandle(parameter: RpcParameter | undefined): ProcedureCall {
  return refused(8179, `Could not find prepared statement with handle ${Number(parameter?.value) || 0}.`);
}

function refused(number: number, text: string): ProcedureCall {
  return { kind: 'refused', error: { number, severity: 16, state: 1, text } };
}
