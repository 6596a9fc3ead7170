import type { SqlType } from './sqlType.ts';

const DIGITS: Partial<Record<SqlType['name'], number>> = { bit: 1, tinyint: 3, smallint: 5, int: 10, bigint: 19 };

/** An integer type as the decimal that holds every value of it. */
export function asDecimal(type: SqlType): SqlType {
  const digits = DIGITS[type.name];
  return digits === undefined ? type : { name: 'decimal', precision: digits, scale: 0 };
}

/** Precision and scale of a decimal result. Source: Precision, scale and length (Transact-SQL). */
export function decimalResult(operator: '+' | '-' | '*' | '/' | '%', left: SqlType, right: SqlType): SqlType {
  const p1 = left.precision ?? 18;
  const s1 = left.scale ?? 0;
  const p2 = right.precision ?? 18;
  const s2 = right.scale ?? 0;
  switch (operator) {
    case '+':
    case '-':
      return capSum(Math.max(s1, s2) + Math.max(p1 - s1, p2 - s2) + 1, Math.max(s1, s2), Math.max(p1 - s1, p2 - s2));
    case '*':
      return capProduct(p1 + p2 + 1, s1 + s2);
    case '/': {
      const scale = Math.max(6, s1 + p2 + 1);
      return capProduct(p1 - s1 + s2 + scale, scale);
    }
    case '%':
      return capProduct(Math.min(p1 - s1, p2 - s2) + Math.max(s1, s2), Math.max(s1, s2));
  }
}

function capSum(precision: number, scale: number, whole: number): SqlType {
  if (precision <= 38) return { name: 'decimal', precision, scale };
  return { name: 'decimal', precision: 38, scale: Math.min(scale, Math.max(0, 38 - whole)) };
}

/** Past 38 digits the whole part is kept, but at least six decimals (or all there are) survive. */
function capProduct(precision: number, scale: number): SqlType {
  if (precision <= 38) return { name: 'decimal', precision, scale };
  const whole = precision - scale;
  return { name: 'decimal', precision: 38, scale: whole < 32 ? Math.min(scale, 38 - whole) : Math.min(scale, 6) };
}
