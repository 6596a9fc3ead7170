import { alertHead, alertRest, LAG_BEFORE, moreOf, THE_ALERTS } from '../phrases.ts';
import type { GroupLine, Message, Trend } from '../types.ts';
import { escapeHtml } from './escapeHtml.ts';
import { heading, quiet } from './parts.ts';
import { COLOURS, FONT, INK, LINE } from './style.ts';

/** Several alerts, each with a bar of its colour. */
export function alertsHtml({ alerts, notShown }: Pick<Message, 'alerts' | 'notShown'>): string {
  const rows = alerts.map(alertRow).join('');
  return (
    heading(THE_ALERTS) +
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-bottom:1px solid ${LINE}">${rows}</table>` +
    (notShown === 0 ? '' : quiet(moreOf(notShown)))
  );
}

function alertRow(line: GroupLine): string {
  const { bar } = COLOURS[line.tone];
  return (
    `<tr><td width="4" style="width:4px;background:${bar};border-top:1px solid ${LINE};font-size:0;line-height:0">&nbsp;</td>` +
    `<td style="padding:8px 0 8px 12px;border-top:1px solid ${LINE};color:${INK};${FONT}">` +
    `<div style="font-size:14px;line-height:20px;font-weight:600;word-break:break-word">${escapeHtml(alertHead(line))}</div>` +
    `${quiet(alertRest(line))}</td></tr>`
  );
}

/** A font whose characters are all as wide, else the line shows nothing. */
export function trendHtml({ bars, scale }: Trend): string {
  return (
    heading(LAG_BEFORE) +
    `<div style="font-family:Consolas,'Courier New',monospace;font-size:18px;line-height:24px;color:${INK};word-break:break-all">${escapeHtml(bars)}</div>` +
    quiet(scale)
  );
}
