import { SqlError } from '../sqlError.ts';
import type { Token } from '../syntax/token.ts';
import type { Expression } from '../syntax/tree.ts';
import { decimal, FLOAT, INT, nvarchar, varbinary, varchar } from '../types/sqlType.ts';

export const NULL_LITERAL: Expression = { kind: 'literal', type: INT, value: null };

/** A literal's type follows from how it is written. Source: Constants (Transact-SQL). */
export function literal(token: Token): Expression {
  if (token.kind === 'string') return textLiteral(token);
  if (token.kind === 'binary') return binaryLiteral(token);
  return numberLiteral(token);
}

function textLiteral(token: Token): Expression {
  const limit = token.national ? 4000 : 8000;
  const length = token.text.length > limit ? -1 : Math.max(1, token.text.length);
  return { kind: 'literal', type: token.national ? nvarchar(length) : varchar(length), value: token.text };
}

function binaryLiteral(token: Token): Expression {
  const digits = token.text.slice(2);
  const bytes = Uint8Array.from(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex'));
  return { kind: 'literal', type: varbinary(Math.max(1, bytes.length)), value: bytes };
}

/** Digits alone are int while they fit; then, and with a point, numeric; with an exponent, float. */
function numberLiteral(token: Token): Expression {
  if (/e/i.test(token.text))
    return { kind: 'literal', type: FLOAT, value: Number(token.text.replace(/e[+-]?$/i, 'e0')) };
  const [whole = '', fraction = ''] = token.text.split('.');
  const value = Number(token.text);
  if (!token.text.includes('.') && value <= 2147483647) return { kind: 'literal', type: INT, value };
  const digits = whole.replace(/^0+/, '');
  const precision = Math.max(1, digits.length + fraction.length);
  if (precision > 38) {
    throw new SqlError(
      1007,
      15,
      `The number '${token.text}' is out of the range for numeric representation (maximum precision 38).`,
    );
  }
  return { kind: 'literal', type: decimal(precision, fraction.length), value };
}
