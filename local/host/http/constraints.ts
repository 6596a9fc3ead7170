/** ASP.NET's route constraints (learn.microsoft.com, aspnet/core/fundamentals/routing). */

type Constraint = (value: string) => boolean;

const GUID = /^(\{|\()?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(\}|\))?$/i;
const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?(\d+\.?\d*|\.\d+)$/;

const WITHOUT_ARGUMENT: Record<string, Constraint> = {
  int: (value) => isInteger(value, -(2n ** 31n), 2n ** 31n - 1n),
  long: (value) => isInteger(value, -(2n ** 63n), 2n ** 63n - 1n),
  bool: (value) => /^(true|false)$/i.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  guid: (value) => GUID.test(value),
  decimal: (value) => DECIMAL.test(value),
  double: (value) => /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value),
  float: (value) => /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value),
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  required: (value) => value !== '',
};

const WITH_NUMBERS: Record<string, (...limits: number[]) => Constraint> = {
  minlength:
    (least = 0) =>
    (value) =>
      value.length >= least,
  maxlength:
    (most = 0) =>
    (value) =>
      value.length <= most,
  length:
    (least = 0, most = least) =>
    (value) =>
      value.length >= least && value.length <= most,
  min:
    (least = 0) =>
    (value) =>
      INTEGER.test(value) && Number(value) >= least,
  max:
    (most = 0) =>
    (value) =>
      INTEGER.test(value) && Number(value) <= most,
  range:
    (least = 0, most = 0) =>
    (value) =>
      INTEGER.test(value) && Number(value) >= least && Number(value) <= most,
};

/** How many numbers a constraint takes. */
const ARITY: Record<string, readonly number[]> = {
  minlength: [1],
  maxlength: [1],
  length: [1, 2],
  min: [1],
  max: [1],
  range: [2],
};

/**
 * The test that a constraint such as `int`, `length(2,5)` or `regex(^\d+$)` stands for.
 * @throws Error for a constraint that ASP.NET does not have, or one with the wrong number of arguments.
 */
export function parseConstraint(text: string): Constraint {
  const match = /^([a-z]+)(?:\((.*)\))?$/is.exec(text);
  const name = match?.[1]?.toLowerCase() ?? '';
  const argument = match?.[2];
  if (name === 'regex' && argument) {
    const pattern = new RegExp(argument, 'i');
    return (value) => pattern.test(value);
  }
  const simple = WITHOUT_ARGUMENT[name];
  if (simple && argument === undefined) return simple;
  const numeric = WITH_NUMBERS[name];
  const limits = argument?.split(',').map((limit) => (INTEGER.test(limit.trim()) ? Number(limit) : Number.NaN)) ?? [];
  if (numeric && ARITY[name]?.includes(limits.length) && limits.every(Number.isInteger)) return numeric(...limits);
  throw new Error(
    `The constraint "${text}" is not one that route templates have (int, guid, maxlength(n), range(a,b), regex(...), ...).`,
  );
}

function isInteger(value: string, least: bigint, most: bigint): boolean {
  return INTEGER.test(value) && BigInt(value) >= least && BigInt(value) <= most;
}
