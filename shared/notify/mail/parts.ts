/** What the sections of a mail are made of: tables and inline styles only. */
import { escapeHtml } from './escapeHtml.ts';
import { FONT, INK, QUIET } from './style.ts';

/** Escaped, with each number held on the line of its unit. */
function glued(text: string): string {
  return escapeHtml(text).replace(/(?<=\d) (?=(?:ms|s|min|h|d)\b|%)/g, '&nbsp;');
}

export function heading(text: string): string {
  return `<h2 style="margin:0 0 4px;font-size:15px;line-height:21px;font-weight:600;color:${INK}">${text}</h2>`;
}

export function paragraph(text: string, size = 15): string {
  return `<p style="margin:0;font-size:${size}px;line-height:${size + 7}px;word-break:break-word">${glued(text)}</p>`;
}

export function steps(list: readonly string[]): string {
  if (list.length === 1) return list.map((step) => paragraph(step)).join('');
  const items = list.map(
    (step) =>
      `<tr><td width="20" style="width:20px;padding:2px 0;font-size:15px;line-height:22px;vertical-align:top;color:${QUIET};${FONT}">&bull;</td>` +
      `<td style="padding:2px 0;font-size:15px;line-height:22px;color:${INK};${FONT};word-break:break-word">${escapeHtml(step)}</td></tr>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${items.join('')}</table>`;
}

export function quiet(text: string): string {
  return `<p style="margin:4px 0 0;font-size:13px;line-height:19px;color:${QUIET};word-break:break-word">${glued(text)}</p>`;
}
