import { BEFORE_COMMANDS } from '../commandLines.ts';
import { whyNow } from '../phrases.ts';
import type { Message } from '../types.ts';
import { alertsHtml, trendHtml } from './alertsHtml.ts';
import { escapeHtml } from './escapeHtml.ts';
import { heading, paragraph, quiet, steps } from './parts.ts';
import { COLOURS, FONT, INK, LINE, QUIET } from './style.ts';

/** HTML for Outlook: tables and inline styles only, no images, nothing loaded from anywhere. */
export function mailHtml(message: Message): string {
  const colour = COLOURS[message.tone];
  const will = message.decision ?? message.willDo;
  const rows = [
    `<tr><td style="background:${colour.bar};height:6px;font-size:0;line-height:0">&nbsp;</td></tr>`,
    row(head(message, colour.text), '24px 32px 0'),
    row(`${paragraph(message.sentence, 16)}${optional(whyNow(message), quiet)}`, '16px 32px 0'),
    row(facts(message), '20px 32px 0'),
    ...(message.trend === undefined ? [] : [row(trendHtml(message.trend), '20px 32px 0')]),
    ...(will === undefined ? [] : [row(`${heading('What Geowarden does')}${paragraph(will)}`, '24px 32px 0')]),
    row(`${heading('What it means')}${paragraph(message.meaning)}`, '24px 32px 0'),
    row(`${heading('What to do now')}${steps(message.steps)}`, '20px 32px 0'),
    ...message.links.map((link, index) =>
      index === 0 ? row(button(link), '24px 32px 0') : row(anchor(link), '12px 32px 0'),
    ),
    ...(message.alerts.length === 0 ? [] : [row(alertsHtml(message), '24px 32px 0')]),
    ...(message.plan.length === 0 ? [] : [row(`${heading('The plan')}${steps(message.plan)}`, '24px 32px 0')]),
    ...(message.commands.length === 0
      ? []
      : [row(`${heading('By hand')}${paragraph(BEFORE_COMMANDS)}${typed(message.commands)}`, '20px 32px 0')]),
    row(footer(message), '28px 32px 24px'),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(message.title)}</title>
</head>
<body style="margin:0;padding:0;background:#f3f2f1">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(message.sentence)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f2f1;table-layout:fixed">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0" style="width:640px;max-width:100%;background:#ffffff;border:1px solid ${LINE}">
${rows.join('\n')}
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function row(content: string, padding: string): string {
  return `<tr><td style="padding:${padding};${FONT};color:${INK}">${content}</td></tr>`;
}

function head(message: Message, colour: string): string {
  return (
    `<div style="font-size:13px;line-height:18px;font-weight:600;color:${colour}">${escapeHtml(message.label)} &middot; ${escapeHtml(message.deployment)}</div>` +
    `<h1 style="margin:2px 0 0;font-size:22px;line-height:28px;font-weight:600;color:${INK}">${escapeHtml(message.title)}</h1>` +
    `<div style="margin-top:4px;font-size:15px;line-height:21px;color:${QUIET};word-break:break-word">${escapeHtml(message.about)}</div>` +
    optional(message.handedOver, quiet)
  );
}

function optional(text: string | undefined, say: (text: string) => string): string {
  return text === undefined ? '' : say(text);
}

function facts(message: Message): string {
  const cells = message.facts.map(({ title, value }, index) => {
    const border = index === 0 ? '' : `border-top:1px solid ${LINE};`;
    const cell = `${border}padding:7px 0;font-size:14px;line-height:20px;vertical-align:top`;
    return (
      `<tr><td width="112" style="${cell};width:112px;color:${QUIET};${FONT}">${title}</td>` +
      `<td style="${cell};color:${INK};${FONT};word-break:break-word">${escapeHtml(value)}</td></tr>`
    );
  });
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-top:1px solid ${LINE};border-bottom:1px solid ${LINE}">${cells.join('')}</table>`;
}

function button({ title, url }: { title: string; url: string }): string {
  return (
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td style="background:#0f6cbd;padding:10px 20px">` +
    `<a href="${escapeHtml(url)}" style="${FONT};font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(title)}</a>` +
    '</td></tr></table>'
  );
}

function anchor({ title, url }: { title: string; url: string }): string {
  return `<a href="${escapeHtml(url)}" style="font-size:15px;line-height:20px;color:#0f6cbd">${escapeHtml(title)}</a>`;
}

/** As it is to be typed: its spaces are kept, and it is broken where the window ends, without a sign that would be copied along. */
function typed(commands: string[]): string {
  const lines = commands.map((line) => escapeHtml(line)).join('\n');
  return `<pre style="margin:8px 0 0;padding:12px;background:#f3f2f1;font-family:Consolas,'Courier New',monospace;font-size:13px;line-height:20px;color:${INK};white-space:pre-wrap;word-break:break-word">${lines}</pre>`;
}

function footer(message: Message): string {
  return `<div style="font-size:12px;line-height:18px;color:${QUIET}">Sent by Geowarden (${escapeHtml(message.deployment)}).</div>`;
}
