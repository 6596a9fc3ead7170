/** ASP.NET route templates: `items/{id:int?}`, `files/{*path}`, `{name}.{ext}`, `{page=1}`. */
import { parseConstraint } from './constraints.ts';

interface TemplateParameter {
  name: string;
  catchAll: boolean;
  optional: boolean;
  defaultValue: string | undefined;
  constraints: ((value: string) => boolean)[];
}

type Part = string | TemplateParameter;

/** Splits a template into segments of literal text and parameters. `{{` and `}}` stand for the braces themselves. @throws Error */
function parseTemplate(template: string): Part[][] {
  const segments: Part[][] = [[]];
  let rest = template.replace(/^\/+|\/+$/g, '');
  while (rest !== '') {
    const segment = segments.at(-1) ?? [];
    if (rest.startsWith('/')) {
      segments.push([]);
      rest = rest.slice(1);
    } else if (rest.startsWith('{') && !rest.startsWith('{{')) {
      // Within a parameter (a regular expression, say) a doubled brace is no end.
      const whole = /^\{((?:[^{}]|\{\{|\}\})+)\}(?!\}(?!\}))/.exec(rest);
      if (!whole?.[1]) throw new Error(`The route "${template}" has a brace that is not closed or is empty.`);
      segment.push(parseParameter(whole[1].replaceAll('{{', '{').replaceAll('}}', '}'), template));
      rest = rest.slice(whole[0].length);
    } else {
      const literal = /^(?:\{\{|\}\}|[^{}/])+/.exec(rest)?.[0];
      if (literal === undefined) throw new Error(`The route "${template}" has a closing brace without an opening one.`);
      segment.push(literal.replaceAll('{{', '{').replaceAll('}}', '}'));
      rest = rest.slice(literal.length);
    }
  }
  return segments.filter((segment) => segment.length > 0);
}

function parseParameter(text: string, template: string): TemplateParameter {
  const match = /^(\*{0,2})([^:=?*/]+)(.*)$/s.exec(text);
  if (!match?.[2]) throw new Error(`The route "${template}" has a parameter "{${text}}" without a name.`);
  const [, star, name, tail = ''] = match;
  const { constraints, defaultValue, optional } = parseTail(tail);
  if (optional && defaultValue !== undefined) {
    throw new Error(
      `The route parameter "${name}" of "${template}" is optional and has a default; it can have one of them.`,
    );
  }
  return { name, catchAll: star !== '', optional, defaultValue, constraints: constraints.map(parseConstraint) };
}

/** `:int:min(1)?` or `:alpha=red`: constraints end outside of parentheses only. */
function parseTail(tail: string): { constraints: string[]; defaultValue: string | undefined; optional: boolean } {
  const constraints: string[] = [];
  let rest = tail;
  while (rest.startsWith(':')) {
    const end = endOfConstraint(rest, 1);
    constraints.push(rest.slice(1, end));
    rest = rest.slice(end);
  }
  const optional = rest.endsWith('?');
  const end = optional ? rest.slice(0, -1) : rest;
  if (end !== '' && !end.startsWith('='))
    throw new Error(`"${tail}" in a route parameter is neither a constraint nor a default.`);
  return { constraints, defaultValue: end === '' ? undefined : end.slice(1), optional };
}

function endOfConstraint(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (depth === 0 && ':?='.includes(character)) return at;
  }
  return text.length;
}

/** Compiles a template: the result gives the parameters of a path (already decoded), or undefined when it does not fit. */
export function compileTemplate(template: string): (pathname: string) => Record<string, string> | undefined {
  const segments = parseTemplate(template);
  const parameters = segments.flat().filter((part) => typeof part !== 'string');
  const pattern = new RegExp(`^${segments.map(segmentPattern).join('')}/?$`, 'is');
  return (pathname) => {
    const match = pattern.exec(pathname);
    if (!match) return undefined;
    const values: Record<string, string> = {};
    for (const [index, { name, defaultValue, constraints }] of parameters.entries()) {
      const raw = match[index + 1];
      const value = raw === undefined || raw === '' ? defaultValue : decode(raw);
      if (value === undefined) continue;
      if (!constraints.every((holds) => holds(value))) return undefined;
      values[name] = value;
    }
    return values;
  };
}

function segmentPattern(parts: Part[]): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== 'string') {
    if (only.catchAll) return '(?:/(.*))?';
    return only.optional || only.defaultValue !== undefined ? '(?:/([^/]+))?' : '/([^/]+)';
  }
  if (parts.some((part) => typeof part !== 'string' && (part.optional || part.catchAll))) {
    throw new Error(
      'A parameter that shares its segment with other text must be neither optional nor a catch-all here.',
    );
  }
  return `/${parts.map((part) => (typeof part === 'string' ? escapePattern(part) : '([^/]+?)')).join('')}`;
}

/** Percent-decodes, except a slash: ASP.NET leaves %2F in a value as it is. Malformed text stays as it came. */
function decode(raw: string): string {
  try {
    return raw
      .split(/(%2f)/i)
      .map((piece) => (/^%2f$/i.test(piece) ? piece : decodeURIComponent(piece)))
      .join('');
  } catch {
    return raw;
  }
}

function escapePattern(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
