/** What people were told: the Teams channel with its cards, and the inbox. */
import { AdaptiveCard, HostConfig } from 'adaptivecards';
import type { MailMessage, TeamsMessage } from '../../estate/types.ts';
import { byId, clock, element } from './element.ts';

/** Close to Teams' own: its font, its colours, its spacing. */
const TEAMS = new HostConfig({
  fontFamily: '"Segoe UI", system-ui, sans-serif',
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 12 },
  containerStyles: {
    default: {
      backgroundColor: '#ffffff',
      foregroundColors: {
        default: { default: '#242424', subtle: '#616161' },
        accent: { default: '#5b5fc7', subtle: '#5b5fc7' },
        attention: { default: '#c4314b', subtle: '#c4314b' },
        good: { default: '#237b4b', subtle: '#237b4b' },
        warning: { default: '#8a5a00', subtle: '#8a5a00' },
      },
    },
    emphasis: { backgroundColor: '#f5f5f5' },
    attention: { backgroundColor: '#fcf4f6' },
    warning: { backgroundColor: '#fff9ef' },
    good: { backgroundColor: '#f1faf4' },
  },
});

const shownTeams = new Set<string>();
const shownMail = new Set<string>();

export function showTeams(messages: TeamsMessage[]): void {
  const channel = byId('teams');
  byId('teams-count').textContent = `${messages.length}`;
  if (messages.length === 0) {
    channel.replaceChildren(element('p', 'empty', 'Nobody has been told anything.'));
    return;
  }
  if (shownTeams.size === 0) channel.replaceChildren();
  for (const message of [...messages].reverse()) {
    if (shownTeams.has(message.id)) continue;
    shownTeams.add(message.id);
    channel.prepend(post(message));
  }
}

function post(message: TeamsMessage): HTMLElement {
  const refused = message.status !== 202;
  const when = element('div', 'when', `${clock(message.atMs)}${refused ? ` · refused with ${message.status}` : ''}`);
  const card = new AdaptiveCard();
  card.hostConfig = TEAMS;
  card.parse(message.card);
  const rendered = card.render();
  return element('div', `post ${refused ? 'refused' : ''}`, when, rendered ?? 'a card that cannot be rendered');
}

export function showMail(messages: MailMessage[]): void {
  const inbox = byId('mail');
  byId('mail-count').textContent = `${messages.length}`;
  if (messages.length === 0) {
    inbox.replaceChildren(element('p', 'empty', 'No mail.'));
    return;
  }
  if (shownMail.size === 0) inbox.replaceChildren();
  for (const message of [...messages].reverse()) {
    if (shownMail.has(message.id)) continue;
    shownMail.add(message.id);
    inbox.prepend(mail(message));
  }
}

function mail(message: MailMessage): HTMLElement {
  const when = element('span', 'when', `${clock(message.atMs)}${message.accepted ? '' : ' · refused'}`);
  const summary = element('summary', '', element('b', '', message.subject), when);
  const details = element('details', 'mail', summary);
  // The mail's own HTML runs nothing and reaches nothing: it is somebody else's text.
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', '');
  frame.title = message.subject;
  frame.srcdoc = message.html;
  details.append(frame);
  return details;
}
