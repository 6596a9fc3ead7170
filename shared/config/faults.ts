/** From what the schema says to what people read: one fault per mistake, with its path, what was expected, seen, and an example. */
import { z } from 'zod';
import { didYouMean } from './didYouMean.ts';
import { DOCUMENT_PATH, pathText, valueAt } from './path.ts';
import { fieldWords } from './schema/field.ts';
import { shown, shownKey } from './shown.ts';
import type { ConfigurationFault } from './types.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * One fault for each field that is wrong: a value that breaks two rules of its field (empty, and of the wrong form) is one mistake.
 * @param document what was checked, to say what was seen.
 */
export function faultsOf(issues: readonly Issue[], schema: z.ZodType, document: unknown): ConfigurationFault[] {
  const faults = issues
    .flatMap(withinUnion)
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(schema, document, issue.path, key))
        : [wrongValue(schema, document, issue)],
    );
  const told = new Set<string>();
  return faults.filter(({ path }) => !told.has(path) && told.add(path));
}

/** What may be one text or a list of them: where it is a list, the entries that are wrong, each for itself. */
function withinUnion(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const nearest = issue.errors.find((found) => found.length > 0 && found.every(({ path }) => path.length > 0));
  return nearest?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
}

function wrongValue(schema: z.ZodType, document: unknown, issue: Issue): ConfigurationFault {
  const words = wordsAt(schema, document, issue.path);
  const params = issue.code === 'custom' ? (issue.params ?? {}) : {};
  return {
    path: pathText(issue.path),
    expected: words.expected,
    seen: shown(valueAt(document, issue.path), String(issue.path.at(-1) ?? '')),
    example: typeof params.example === 'string' ? params.example : words.example,
  };
}

function unknownKey(schema: z.ZodType, document: unknown, path: Path, key: string): ConfigurationFault {
  const known = keysAt(schema, document, path);
  const near = didYouMean(key, known);
  const proposal = near === undefined ? '' : `did you mean '${near}'? Otherwise `;
  const exampleKey = near ?? known[0];
  return {
    path: pathText([...path, key]),
    expected: `${proposal}one of ${known.join(', ')}`,
    seen: `the unknown key '${shownKey(key)}'`,
    example: exampleKey === undefined ? '' : wordsAt(schema, document, [...path, exampleKey]).example,
  };
}

function keysAt(schema: z.ZodType, document: unknown, path: Path): string[] {
  const found = walk(schema, document, path).at(-1);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** The words of the field at the path, or of the nearest field around it: a discriminator has none of its own. */
function wordsAt(schema: z.ZodType, document: unknown, path: Path): { expected: string; example: string } {
  for (const found of walk(schema, document, path).reverse()) {
    const words = fieldWords.get(found);
    if (words) return words;
  }
  return { expected: 'another value', example: DOCUMENT_PATH };
}

/** The schemas met on the way along the path, wrappers taken off, the outermost first. */
function walk(schema: z.ZodType, document: unknown, path: Path): z.ZodType[] {
  const met: z.ZodType[] = [];
  let current: z.ZodType | undefined = schema;
  for (let depth = 0; current; depth++) {
    const bare = unwrap(current);
    met.push(bare);
    const narrowed = narrow(bare, valueAt(document, path.slice(0, depth)));
    if (narrowed !== bare) met.push(narrowed);
    const part = path[depth];
    current = part === undefined ? undefined : child(narrowed, part);
  }
  return met;
}

/** Takes off `optional`, `default` and `prefault`: the words belong to what they wrap. */
function unwrap(schema: z.ZodType): z.ZodType {
  let current = schema;
  while (current instanceof z.ZodOptional || current instanceof z.ZodDefault || current instanceof z.ZodPrefault) {
    current = asZodType(current.def.innerType);
  }
  return current;
}

/** The branch of a union that the value's `type` names. */
function narrow(schema: z.ZodType, value: unknown): z.ZodType {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const type = valueAt(value, [schema.def.discriminator]);
  const branch = schema.options.find(
    (option) =>
      option instanceof z.ZodObject && asZodType(option.shape[schema.def.discriminator]).safeParse(type).success,
  );
  return branch === undefined ? schema : asZodType(branch);
}

function child(schema: z.ZodType, part: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    const next: unknown = schema.shape[String(part)];
    return next === undefined ? undefined : asZodType(next);
  }
  if (schema instanceof z.ZodArray) return asZodType(schema.element);
  if (schema instanceof z.ZodRecord) return asZodType(schema.valueType);
  if (schema instanceof z.ZodUnion) {
    const list = schema.options.find((option) => option instanceof z.ZodArray);
    return list === undefined ? undefined : child(list, part);
  }
  return undefined;
}

/** The core types of zod are wider than its classes; everything in our schema is made with the classes. */
function asZodType(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodType) return schema;
  throw new TypeError('expected a schema made with zod classes; saw something else in schema/');
}
