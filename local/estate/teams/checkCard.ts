import { isObject } from '../network/jsonBody.ts';
import { NEEDS_A_BOT, RULES } from './cardElements.ts';
import type { ElementRule, PropertyRule, Slot } from './cardRules.ts';

/** Deeper cards are not drawn by anybody; the bound keeps a hostile body from the stack. */
const MAX_DEPTH = 30;
const VERSION = /^1\.([0-5])$/;

/**
 * What Teams would not take about a card, each line with its path; empty when it is an Adaptive Card of version 1.0 to 1.5.
 * It is stricter than Teams in one point: a property that no element has is told, where Teams would silently ignore it.
 */
export function cardFaults(card: unknown): string[] {
  if (!isObject(card)) return [`card: expected an Adaptive Card, saw ${shown(card)}`];
  if (card.type !== 'AdaptiveCard') return [`type: expected 'AdaptiveCard', saw ${shown(card.type)}`];
  const version = typeof card.version === 'string' ? VERSION.exec(card.version) : null;
  if (version === null) return [`version: expected '1.0' to '1.5', which Teams renders, saw ${shown(card.version)}`];
  const faults: string[] = [];
  checkObject(card, { slot: 'card', path: '', version: Number(version[1]), depth: 0, faults });
  if (faults.length === 0 && !hasContent(card)) faults.push('body: expected something to show, saw an empty card');
  return faults;
}

interface Place {
  slot: Slot;
  path: string;
  /** The minor version that the card declares. */
  version: number;
  depth: number;
  faults: string[];
}

function hasContent(card: Record<string, unknown>): boolean {
  return [card.body, card.actions].some((list) => Array.isArray(list) && list.length > 0);
}

function checkObject(value: unknown, place: Place): void {
  const { faults, path, slot, version } = place;
  // A run of a RichTextBlock may be given as bare text.
  if (slot === 'inline' && typeof value === 'string') return;
  if (!isObject(value)) {
    faults.push(`${path}: expected an object, saw ${shown(value)}`);
    return;
  }
  if (place.depth > MAX_DEPTH) {
    faults.push(`${path}: expected at most ${MAX_DEPTH} levels`);
    return;
  }
  const rule = ruleOf(value, place);
  if (rule === undefined) return;
  if (rule.since > version) {
    faults.push(`${path}: ${shown(value.type)} came with 1.${rule.since}, the card says 1.${version}`);
  }
  for (const name of rule.required) {
    if (value[name] === undefined) faults.push(`${inside(path, name)}: expected a value, saw nothing`);
  }
  for (const [name, property] of Object.entries(value)) {
    if (name === 'type') continue;
    const propertyRule = Object.hasOwn(rule.properties, name) ? rule.properties[name] : undefined;
    if (propertyRule === undefined) faults.push(`${inside(path, name)}: no such property in Adaptive Cards 1.5`);
    else checkProperty(property, propertyRule, { ...place, path: inside(path, name), depth: place.depth + 1 });
  }
}

function ruleOf(value: Record<string, unknown>, { slot, path, faults }: Place): ElementRule | undefined {
  const rules = RULES[slot];
  const names = Object.keys(rules);
  const type = value.type ?? (names.length === 1 ? names[0] : undefined);
  if (typeof type === 'string' && Object.hasOwn(rules, type)) return rules[type];
  if (typeof type === 'string' && slot === 'action' && NEEDS_A_BOT.has(type)) {
    faults.push(
      `${inside(path, 'type')}: ${type} needs a bot to call back; a webhook's card has none, use Action.OpenUrl`,
    );
    return undefined;
  }
  faults.push(`${inside(path, 'type')}: expected one of ${names.join(', ')}, saw ${shown(type)}`);
  return undefined;
}

function checkProperty(value: unknown, rule: PropertyRule, place: Place): void {
  const expect = (isRight: boolean, expected: string): void => {
    if (!isRight) place.faults.push(`${place.path}: expected ${expected}, saw ${shown(value)}`);
  };
  switch (rule.is) {
    case 'text':
      expect(typeof value === 'string', 'text');
      break;
    case 'number':
      expect(typeof value === 'number' && Number.isFinite(value), 'a number');
      break;
    case 'flag':
      expect(typeof value === 'boolean', 'true or false');
      break;
    case 'web':
      expect(hasScheme(value, ['http:', 'https:']), 'an http or https address');
      break;
    case 'picture':
      expect(hasScheme(value, ['http:', 'https:', 'data:']), 'an http, https or data address');
      break;
    case 'oneOf':
      expect(isOneOf(value, rule.values), `one of ${rule.values.join(', ')}`);
      break;
    case 'one':
      checkObject(value, { ...place, slot: rule.slot });
      break;
    case 'many':
      if (!Array.isArray(value)) expect(false, 'a list');
      else for (const [index, item] of value.entries()) checkItem(item, index, rule.slot, place);
      break;
    case 'anything':
      break;
  }
}

function checkItem(item: unknown, index: number, slot: Slot, place: Place): void {
  checkObject(item, { ...place, slot, path: `${place.path}[${index}]` });
}

/** Renderers take enumerations without regard to case. */
function isOneOf(value: unknown, values: readonly string[]): boolean {
  return typeof value === 'string' && values.some((one) => one.toLowerCase() === value.toLowerCase());
}

function hasScheme(value: unknown, schemes: string[]): boolean {
  if (typeof value !== 'string') return false;
  const url = URL.parse(value);
  return url !== null && schemes.includes(url.protocol);
}

function inside(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Short, and of an address no more than its scheme: it may carry a key. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value !== 'string') return String(value);
  const url = URL.parse(value);
  if (url !== null) return `an address of scheme ${url.protocol}`;
  return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
}
