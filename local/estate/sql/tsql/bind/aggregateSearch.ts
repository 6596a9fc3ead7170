import type { Condition, Expression } from '../syntax/tree.ts';
import { isAggregate } from './aggregate.ts';

/** Does an expression call an aggregate of its own query? Subqueries have their own. */
export function hasAggregate(node: Expression | Condition): boolean {
  if (node.kind === 'call' && isAggregate(node.name)) return true;
  if (node.kind === 'subquery' || node.kind === 'exists') return false;
  return children(node).some(hasAggregate);
}

function children(node: Expression | Condition): (Expression | Condition)[] {
  switch (node.kind) {
    case 'unary':
    case 'isNull':
    case 'not':
    case 'atTimeZone':
    case 'cast':
    case 'inQuery':
      return [node.operand];
    case 'binary':
    case 'comparison':
    case 'and':
    case 'or':
      return [node.left, node.right];
    case 'case':
      return [
        ...present(node.operand),
        ...present(node.otherwise),
        ...node.branches.flatMap(({ when, result }) => [when, result]),
      ];
    case 'call':
      return node.arguments;
    case 'between':
      return [node.operand, node.low, node.high];
    case 'like':
      return [node.operand, node.pattern];
    case 'inList':
      return [node.operand, ...node.list];
    default:
      return [];
  }
}

function present(node: Expression | null): Expression[] {
  return node === null ? [] : [node];
}
