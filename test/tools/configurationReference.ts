/** The files in docs/ that are made from the schema. Run this file to write them: `node test/tools/configurationReference.ts`, then `npx biome format --write docs/configuration.schema.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { ConditionName } from '../../shared/alerting/types.ts';
import { configurationJsonSchema } from '../../shared/config/jsonSchema.ts';
import { conditionPage } from '../../shared/notify/conditionPage.ts';

const DOCS = new URL('../../docs/', import.meta.url);
export const SCHEMA_FILE = new URL('configuration.schema.json', DOCS);
export const REFERENCE_FILE = new URL('configuration.md', DOCS);
const BEGIN = '<!-- reference: written by test/tools/configurationReference.ts -->';
const END = '<!-- end of reference -->';

interface Node {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  oneOf?: Node[];
}

export function schemaText(): string {
  return `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`;
}

/** The reference document with its table made anew; the prose around it stays. */
export function referenceText(): string {
  const text = readFileSync(REFERENCE_FILE, 'utf8');
  const [before, rest] = split(text, BEGIN);
  const [, after] = split(rest, END);
  return `${before}${BEGIN}\n\n${table(configurationJsonSchema())}\n\n${END}${after}`;
}

function table(schema: Node): string {
  const lines = ['| key | default | meaning |', '|---|---|---|'];
  for (const row of rows(schema, '')) lines.push(row);
  return lines.join('\n');
}

/** Every condition has nearly the same keys: each gets one row with its defaults, and the keys are described once. */
function conditionRows({ properties: conditions = {} }: Node): string[] {
  // The first that has a key says what it is: of the steps of an escalation, LagHigh has both causes.
  const shared: Record<string, Node> = {};
  for (const { properties = {} } of Object.values(conditions)) {
    for (const [key, child] of Object.entries(properties)) shared[key] ??= child;
  }
  return [
    ...Object.entries(conditions).map(([name, { description = '', properties = {} }]) => {
      const given = Object.entries(properties).filter(([key, child]) => key !== 'enabled' || child.default === false);
      const defaults = given.flatMap(([key, child]) =>
        child.default === undefined ? [] : [`${key}: ${shown(child.default)}`],
      );
      return `| \`alerts.${name}\` | \`${defaults.join(', ')}\` | ${description} [More](${conditionPage(name as ConditionName)}) |`;
    }),
    ...Object.entries(shared).flatMap(([key, child]) => [
      `| \`alerts.*.${key}\` | ${key === 'enabled' ? '`true`' : ''} | ${child.description} |`,
      ...rows(child, `alerts.*.${key}`),
    ]),
  ];
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');

function rows(node: Node, path: string): string[] {
  if (path === 'alerts') return conditionRows(node);
  // The same keys again, none with a default.
  if (path === 'scopes[].alerts') return [];
  const below = [
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
      const childPath = path === '' ? key : `${path}.${key}`;
      return [line(childPath, child, node.required?.includes(key) ?? false), ...rows(child, childPath)];
    }),
    ...(node.items ? rows(node.items, `${path}[]`) : []),
    ...(node.oneOf ?? []).flatMap((branch) => rows(branch, `${path}(${String(branch.properties?.type?.const)})`)),
  ];
  return below;
}

function line(path: string, node: Node, isRequired: boolean): string {
  const isMapping = node.properties !== undefined;
  const fallback = isRequired
    ? 'required'
    : node.default === undefined || isMapping
      ? ''
      : `\`${JSON.stringify(node.default)}\``;
  const meaning = node.const === undefined ? (node.description ?? '') : `\`${String(node.const)}\``;
  return `| \`${path}\` | ${fallback.replaceAll('"', '')} | ${meaning.replaceAll('|', '\\|')} |`;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`expected ${mark} in docs/configuration.md; it is not there`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

if (import.meta.main) {
  writeFileSync(SCHEMA_FILE, schemaText());
  writeFileSync(REFERENCE_FILE, referenceText());
}
