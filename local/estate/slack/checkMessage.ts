/** What an incoming webhook takes (docs.slack.dev: incoming webhooks, Block Kit reference), and its words for what it does not. */
import { isObject } from '../network/jsonBody.ts';

const MAX_BLOCKS = 50;
const MAX_TEXT = 40_000;
/** Not documented; messages were refused somewhere above 11,000 and always above 13,300 (slackapi/bolt-js issues 2509, 2867). */
const MAX_ALL_TEXT = 11_000;
const LIMITS = { header: 150, section: 3000, field: 2000, context: 2000 };
const MAX_FIELDS = 10;
const MAX_ELEMENTS = 10;
const KNOWN = ['text', 'blocks', 'mrkdwn', 'unfurl_links', 'unfurl_media', 'thread_ts'];
const LINK = /<(https?:\/\/[^<>|\s]+)(\|[^<>|\n]+)?>/g;
const ENTITY = /&(amp|lt|gt);/g;

type Fields = Record<string, unknown>;

/** Slack's word for the first thing that is wrong; undefined when the message would be posted. */
export function messageFault(message: unknown): string | undefined {
  if (!isObject(message)) return 'invalid_payload';
  const { text, blocks } = message;
  if (Object.keys(message).some((name) => !KNOWN.includes(name))) return 'invalid_payload';
  if (text === undefined && blocks === undefined) return 'no_text';
  if (text !== undefined && (typeof text !== 'string' || !isEscaped(text, true))) return 'invalid_payload';
  if (typeof text === 'string' && text.length > MAX_TEXT) return 'msg_too_long';
  if (blocks === undefined) return text === '' ? 'no_text' : undefined;
  if (!Array.isArray(blocks) || blocks.length === 0 || blocks.length > MAX_BLOCKS) return 'invalid_blocks';
  if (!blocks.every(isBlock)) return 'invalid_blocks';
  return textsOf(blocks).join('').length > MAX_ALL_TEXT ? 'msg_blocks_too_long' : undefined;
}

function isBlock(block: unknown): boolean {
  if (!isObject(block)) return false;
  switch (block.type) {
    case 'divider':
      return true;
    case 'header':
      return isText(block.text, LIMITS.header, ['plain_text']);
    case 'section':
      return isSection(block);
    case 'context':
      return isList(block.elements, MAX_ELEMENTS, LIMITS.context);
    default:
      return false;
  }
}

function isSection({ text, fields }: Fields): boolean {
  if (text === undefined && fields === undefined) return false;
  if (text !== undefined && !isText(text, LIMITS.section)) return false;
  return fields === undefined || isList(fields, MAX_FIELDS, LIMITS.field);
}

function isList(list: unknown, most: number, longest: number): boolean {
  return Array.isArray(list) && list.length > 0 && list.length <= most && list.every((text) => isText(text, longest));
}

function isText(object: unknown, longest: number, types = ['plain_text', 'mrkdwn']): boolean {
  if (!isObject(object) || !types.includes(String(object.type))) return false;
  const { text, type, emoji, verbatim } = object;
  if (typeof text !== 'string' || text === '' || text.length > longest) return false;
  const isFlag = (value: unknown) => value === undefined || typeof value === 'boolean';
  // Each kind has a flag of its own, and the other's makes Slack refuse the block.
  const flags =
    type === 'plain_text' ? verbatim === undefined && isFlag(emoji) : emoji === undefined && isFlag(verbatim);
  return flags && isEscaped(text, type === 'mrkdwn');
}

/** Slack forgives what is not escaped, and then mentions people; here it is refused. */
function isEscaped(text: string, mayLink: boolean): boolean {
  const bare = mayLink ? text.replace(LINK, '$1') : text;
  return !/[<>&]/.test(bare.replace(ENTITY, ''));
}

/** Every text that people would read. */
function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'text' && typeof value === 'string' ? [value] : textsOf(value),
  );
}
