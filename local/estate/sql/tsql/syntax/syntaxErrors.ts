import { SqlError } from '../sqlError.ts';
import { RESERVED_WORDS } from './reservedWords.ts';
import type { Token } from './token.ts';

/** 102 or 156: what stands here cannot stand here. */
export function unexpected(token: Token): SqlError {
  return RESERVED_WORDS.has(token.upper)
    ? new SqlError(156, 15, `Incorrect syntax near the keyword '${token.raw}'.`)
    : new SqlError(102, 15, `Incorrect syntax near '${token.raw}'.`);
}

/** 105: a quote is opened and never closed. */
export function unclosedQuote(rest: string): SqlError {
  return new SqlError(105, 15, `Unclosed quotation mark after the character string '${rest}'.`);
}

/** 113: a comment is opened and never closed. */
export function unclosedComment(): SqlError {
  return new SqlError(113, 15, "Missing end comment mark '*/'.");
}

/** 40510 is Azure SQL's own refusal of a statement; the estate uses it for what it does not evaluate. */
export function unsupportedStatement(statement: string): SqlError {
  return new SqlError(40510, 16, `Statement '${statement}' is not supported in this version of SQL Server.`);
}

/** 40517 is Azure SQL's own refusal of a keyword or option; the estate uses it for what it does not evaluate. */
export function unsupportedOption(option: string): SqlError {
  return new SqlError(
    40517,
    16,
    `Keyword or statement option '${option}' is not supported in this version of SQL Server.`,
  );
}

/** 4145: a value stands where a condition must. */
export function conditionExpected(near: Token): SqlError {
  return new SqlError(
    4145,
    15,
    `An expression of non-boolean type specified in a context where a condition is expected, near '${near.raw}'.`,
  );
}
