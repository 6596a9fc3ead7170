/**
 * What Adaptive Cards 1.5 consists of: every element with its properties and the version that brought it.
 * Source: the published schema of Adaptive Cards 1.5 (adaptivecards.io). Teams renders no later version.
 */

/** Where an object stands, which says what it may be. */
export type Slot =
  | 'element'
  | 'action'
  | 'column'
  | 'fact'
  | 'inline'
  | 'image'
  | 'source'
  | 'choice'
  | 'tableColumn'
  | 'tableRow'
  | 'tableCell'
  | 'card';

export type PropertyRule =
  | { is: 'text' | 'number' | 'flag' | 'web' | 'picture' | 'anything' }
  | { is: 'oneOf'; values: readonly string[] }
  | { is: 'one'; slot: Slot }
  | { is: 'many'; slot: Slot };

export interface ElementRule {
  /** The 1.x that brought it. */
  since: number;
  required: readonly string[];
  properties: Record<string, PropertyRule>;
}

export const text: PropertyRule = { is: 'text' };
export const number: PropertyRule = { is: 'number' };
export const flag: PropertyRule = { is: 'flag' };
export const web: PropertyRule = { is: 'web' };
export const picture: PropertyRule = { is: 'picture' };
export const anything: PropertyRule = { is: 'anything' };
export const oneOf = (...values: string[]): PropertyRule => ({ is: 'oneOf', values });
export const one = (slot: Slot): PropertyRule => ({ is: 'one', slot });
export const many = (slot: Slot): PropertyRule => ({ is: 'many', slot });

const spacing = oneOf('default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding');
export const horizontal = oneOf('left', 'center', 'right');
export const vertical = oneOf('top', 'center', 'bottom');
export const containerStyle = oneOf('default', 'emphasis', 'good', 'attention', 'warning', 'accent');

/** What every element may carry. */
const common: Record<string, PropertyRule> = {
  id: text,
  isVisible: flag,
  separator: flag,
  spacing,
  height: anything,
  fallback: anything,
  requires: anything,
};

export const font: Record<string, PropertyRule> = {
  color: oneOf('default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'),
  fontType: oneOf('default', 'monospace'),
  isSubtle: flag,
  size: oneOf('default', 'small', 'medium', 'large', 'extraLarge'),
  weight: oneOf('default', 'lighter', 'bolder'),
};

export const area: Record<string, PropertyRule> = {
  selectAction: one('action'),
  style: containerStyle,
  verticalContentAlignment: vertical,
  bleed: flag,
  backgroundImage: anything,
  minHeight: text,
  rtl: flag,
};

/** An element with the common properties and its own. */
export function element(since: number, required: string[], own: Record<string, PropertyRule>): ElementRule {
  return { since, required, properties: { ...common, ...own } };
}

/** A part of an element, with nothing but its own properties. */
export function part(since: number, required: string[], properties: Record<string, PropertyRule>): ElementRule {
  return { since, required, properties };
}
