import { lineWithin } from '../lineWithin.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three characters that are control characters in every text of Slack's: without them nobody is mentioned and nothing is linked. */
export function escapeSlackText(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}

/** Escaped, one line, and at most `longest` characters as it is sent; never cut within an escape. */
export function slackLine(text: string, longest: number): string {
  return lineWithin(text, longest, escapeSlackText);
}

/** A link that Slack shows by its title. Undefined for an address that is too long for one text. */
export function slackLink(url: string, title: string, longest: number): string | undefined {
  const link = `<${escapeSlackText(url).replaceAll('|', '%7C')}|${escapeSlackText(title)}>`;
  return link.length <= longest ? link : undefined;
}
