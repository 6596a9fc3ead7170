/** What a parsed batch is made of. Nothing here knows of types or of the model. */

import type { Value } from '../../types.ts';
import type { SqlType } from '../types/sqlType.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^';
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Expression =
  | { kind: 'literal'; type: SqlType; value: Value }
  | { kind: 'column'; parts: string[] }
  | { kind: 'variable'; name: string }
  | { kind: 'unary'; operator: '-' | '+' | '~'; operand: Expression }
  | { kind: 'binary'; operator: ArithmeticOperator; left: Expression; right: Expression }
  | { kind: 'case'; operand: Expression | null; branches: CaseBranch[]; otherwise: Expression | null }
  | { kind: 'cast'; operand: Expression; type: SqlType; lenient: boolean; style: Expression | null }
  | { kind: 'call'; name: string; distinct: boolean; star: boolean; arguments: Expression[] }
  | { kind: 'subquery'; query: Query }
  | { kind: 'atTimeZone'; operand: Expression; zone: Expression };

/** Without an operand of CASE `when` is a condition; with one it is the value to compare with. */
export interface CaseBranch {
  when: Expression | Condition;
  result: Expression;
}

export type Condition =
  | { kind: 'comparison'; operator: ComparisonOperator; left: Expression; right: Expression }
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; operand: Condition }
  | { kind: 'isNull'; negated: boolean; operand: Expression }
  | { kind: 'between'; negated: boolean; operand: Expression; low: Expression; high: Expression }
  | { kind: 'like'; negated: boolean; operand: Expression; pattern: Expression; escapeMark: Expression | null }
  | { kind: 'inList'; negated: boolean; operand: Expression; list: Expression[] }
  | { kind: 'inQuery'; negated: boolean; operand: Expression; query: Query }
  | { kind: 'exists'; query: Query };

export interface Query {
  commonTables: CommonTable[];
  body: QueryBody;
  orderBy: OrderItem[];
  offset: Expression | null;
  fetch: Expression | null;
}

export interface CommonTable {
  name: string;
  columns: string[];
  query: Query;
}

export type QueryBody =
  | SelectCore
  | {
      kind: 'setOperation';
      operator: 'UNION' | 'UNION ALL' | 'EXCEPT' | 'INTERSECT';
      left: QueryBody;
      right: QueryBody;
    };

export interface SelectCore {
  kind: 'select';
  distinct: boolean;
  top: Top | null;
  items: SelectItem[];
  from: TableSource[];
  where: Condition | null;
  groupBy: Expression[];
  having: Condition | null;
}

export interface Top {
  count: Expression;
  percent: boolean;
  withTies: boolean;
}

export type SelectItem =
  | { kind: 'star'; qualifier: string[] }
  | { kind: 'value'; value: Expression; alias: string | null }
  | { kind: 'assignment'; variable: string; value: Expression };

export type JoinKind = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';

export type TableSource =
  | { kind: 'object'; parts: string[]; alias: string | null }
  | { kind: 'derived'; query: Query; alias: string; columns: string[] }
  | { kind: 'values'; rows: Expression[][]; alias: string; columns: string[] }
  | { kind: 'join'; join: JoinKind; left: TableSource; right: TableSource; on: Condition | null };

export interface OrderItem {
  value: Expression;
  descending: boolean;
}

export interface Declaration {
  name: string;
  type: SqlType;
  initial: Expression | null;
}

export interface Argument {
  name: string | null;
  value: Expression;
}

export type Statement =
  | { kind: 'query'; query: Query }
  | { kind: 'declare'; declarations: Declaration[] }
  | { kind: 'setVariable'; name: string; value: Expression }
  | { kind: 'setOption'; option: string; value: string }
  | { kind: 'print'; value: Expression }
  | { kind: 'waitForDelay'; delay: Expression }
  | { kind: 'if'; condition: Condition; holds: Statement; otherwise: Statement | null }
  | { kind: 'block'; statements: Statement[] }
  | { kind: 'transaction'; action: 'begin' | 'commit' | 'rollback' | 'save' }
  | { kind: 'execute'; procedure: string[]; arguments: Argument[] }
  | { kind: 'alterDatabase'; database: string; action: DatabaseAction }
  | { kind: 'use'; database: string }
  | { kind: 'return' };

export type DatabaseAction =
  | { kind: 'failover'; mode: 'planned' | 'forced' }
  | { kind: 'addSecondary'; server: string }
  | { kind: 'removeSecondary'; server: string };
