/** The part of Block Kit that our messages use (docs.slack.dev/reference/block-kit/blocks). */
export type SlackBlock =
  | { type: 'header'; text: PlainText }
  | { type: 'section'; text: PlainText | MarkdownText }
  | { type: 'section'; fields: PlainText[] }
  | { type: 'context'; elements: PlainText[] };

/** Shown as it is: a database called `_x_` is shown by its name. */
interface PlainText {
  type: 'plain_text';
  text: string;
  emoji: false;
}

/** `verbatim`: nothing becomes a link or a mention that was not written as one. */
interface MarkdownText {
  type: 'mrkdwn';
  text: string;
  verbatim: true;
}

export const LONGEST_HEADER = 150;
/** 3,000 in a section, with some to spare. */
export const LONGEST_TEXT = 2_900;
export const LONGEST_FIELD = 1_900;
export const MOST_FIELDS = 10;

export const plain = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });
export const paragraph = (text: string): SlackBlock => ({ type: 'section', text: plain(text) });
/** @param text is Markdown: what stands in it must have none of its own */
export const marked = (text: string): SlackBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

/** All characters that people would read. */
export function textLength(blocks: readonly SlackBlock[]): number {
  const lengthOf = (texts: ReadonlyArray<{ text: string }>) => texts.reduce((sum, { text }) => sum + text.length, 0);
  return blocks.reduce((sum, block) => {
    if ('fields' in block) return sum + lengthOf(block.fields);
    return sum + lengthOf('elements' in block ? block.elements : [block.text]);
  }, 0);
}
