import type { ElementRule, PropertyRule, Slot } from './cardRules.ts';
import {
  anything,
  area,
  containerStyle,
  element,
  flag,
  font,
  horizontal,
  many,
  number,
  one,
  oneOf,
  part,
  picture,
  text,
  vertical,
  web,
} from './cardRules.ts';

const input: Record<string, PropertyRule> = { label: text, isRequired: flag, errorMessage: text, placeholder: text };
const pictureSize = oneOf('auto', 'stretch', 'small', 'medium', 'large');

const image = element(0, ['url'], {
  url: picture,
  altText: text,
  backgroundColor: text,
  horizontalAlignment: horizontal,
  selectAction: one('action'),
  size: pictureSize,
  style: oneOf('default', 'person'),
  width: text,
});

const ELEMENTS: Record<string, ElementRule> = {
  TextBlock: element(0, ['text'], {
    ...font,
    text,
    horizontalAlignment: horizontal,
    maxLines: number,
    wrap: flag,
    style: oneOf('default', 'heading'),
  }),
  Image: image,
  Media: element(1, ['sources'], { sources: many('source'), poster: picture, altText: text }),
  RichTextBlock: element(2, ['inlines'], { inlines: many('inline'), horizontalAlignment: horizontal }),
  Container: element(0, ['items'], { ...area, items: many('element') }),
  ColumnSet: element(0, [], {
    ...area,
    columns: many('column'),
    horizontalAlignment: horizontal,
  }),
  FactSet: element(0, ['facts'], { facts: many('fact') }),
  ImageSet: element(0, ['images'], { images: many('image'), imageSize: pictureSize }),
  ActionSet: element(2, ['actions'], { actions: many('action') }),
  Table: element(5, [], {
    columns: many('tableColumn'),
    rows: many('tableRow'),
    firstRowAsHeaders: flag,
    showGridLines: flag,
    gridStyle: containerStyle,
    horizontalCellContentAlignment: horizontal,
    verticalCellContentAlignment: vertical,
  }),
  'Input.Text': element(0, ['id'], {
    ...input,
    isMultiline: flag,
    maxLength: number,
    regex: text,
    style: text,
    value: text,
  }),
  'Input.Number': element(0, ['id'], { ...input, max: number, min: number, value: number }),
  'Input.Date': element(0, ['id'], { ...input, max: text, min: text, value: text }),
  'Input.Time': element(0, ['id'], { ...input, max: text, min: text, value: text }),
  'Input.Toggle': element(0, ['id', 'title'], {
    ...input,
    title: text,
    value: text,
    valueOff: text,
    valueOn: text,
    wrap: flag,
  }),
  'Input.ChoiceSet': element(0, ['id'], {
    ...input,
    choices: many('choice'),
    isMultiSelect: flag,
    style: oneOf('compact', 'expanded', 'filtered'),
    value: text,
    wrap: flag,
  }),
};

const action: Record<string, PropertyRule> = {
  id: text,
  title: text,
  iconUrl: picture,
  style: oneOf('default', 'positive', 'destructive'),
  fallback: anything,
  requires: anything,
  tooltip: text,
  isEnabled: flag,
  mode: oneOf('primary', 'secondary'),
};

const ACTIONS: Record<string, ElementRule> = {
  'Action.OpenUrl': part(0, ['url'], { ...action, url: web }),
  'Action.ShowCard': part(0, ['card'], { ...action, card: one('card') }),
  'Action.ToggleVisibility': part(2, ['targetElements'], { ...action, targetElements: anything }),
};

const CARD = part(0, [], {
  $schema: text,
  version: text,
  body: many('element'),
  actions: many('action'),
  selectAction: one('action'),
  fallbackText: text,
  backgroundImage: anything,
  minHeight: text,
  speak: text,
  lang: text,
  rtl: flag,
  verticalContentAlignment: vertical,
  metadata: anything,
  // Teams' own addition: { width: 'Full' } and mentions.
  msteams: anything,
});

/** Objects that Teams would need a bot for: a post to a webhook has nobody to call back. */
export const NEEDS_A_BOT = new Set(['Action.Submit', 'Action.Execute']);

/** By slot, the types that may stand there. A slot with one type does not insist on a `type` property. */
export const RULES: Record<Slot, Record<string, ElementRule>> = {
  element: ELEMENTS,
  action: ACTIONS,
  image: { Image: image },
  column: {
    Column: element(0, [], { ...area, items: many('element'), width: anything }),
  },
  fact: { Fact: part(0, ['title', 'value'], { title: text, value: text }) },
  inline: {
    TextRun: part(2, ['text'], {
      ...font,
      text,
      highlight: flag,
      italic: flag,
      strikethrough: flag,
      underline: flag,
      selectAction: one('action'),
    }),
  },
  source: { MediaSource: part(1, ['url'], { url: web, mimeType: text }) },
  choice: { 'Input.Choice': part(0, ['title', 'value'], { title: text, value: text }) },
  tableColumn: {
    TableColumnDefinition: part(5, [], {
      width: anything,
      horizontalCellContentAlignment: horizontal,
      verticalCellContentAlignment: vertical,
    }),
  },
  tableRow: {
    TableRow: part(5, [], {
      cells: many('tableCell'),
      style: containerStyle,
      horizontalCellContentAlignment: horizontal,
      verticalCellContentAlignment: vertical,
    }),
  },
  tableCell: { TableCell: part(5, ['items'], { ...area, items: many('element') }) },
  card: { AdaptiveCard: CARD },
};
