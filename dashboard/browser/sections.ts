/** Everything on the page but the links. */
import type { StatusView } from '../../shared/views/types.ts';
import { byId, element } from './element.ts';
import { clockWords, durationWords, type Tone, toneOf } from './words.ts';

const HEALTH_TONE: Record<StatusView['health'], string> = {
  ok: 'good',
  starting: 'info',
  late: 'bad',
  misconfigured: 'bad',
};

export function showHeader(status: StatusView): void {
  byId('name').textContent = status.name;
  document.title = `${status.name} · Geowarden`;
  const health = byId('health');
  health.textContent = status.health === 'ok' ? 'watching' : status.health;
  health.className = `pill ${HEALTH_TONE[status.health]}`;
  const sampled = status.sampling.lastFinished;
  const found = status.discovery.lastFinished;
  byId('sweeps').textContent = [
    sampled === null
      ? 'not sampled yet'
      : `sampled at ${clockWords(sampled)}, every ${durationWords(status.sampling.everySeconds)}`,
    found === null ? 'not discovered yet' : `discovered at ${clockWords(found)}`,
  ].join(' · ');
  byId('version').textContent = `Geowarden ${status.version}`;
  byId('asked').textContent = `as of ${clockWords(status.now)}`;
}

export function showSummary(status: StatusView): void {
  const rpo = status.objectives?.rpoSeconds ?? null;
  const count = (tone: Tone) => status.links.filter((link) => toneOf(link, rpo) === tone).length;
  const known = status.links.flatMap((link) => (link.lagSeconds === null ? [] : [link.lagSeconds]));
  const firing = status.alerts.filter((alert) => alert.phase !== 'pending').length;
  byId('summary').replaceChildren(
    figure(
      `${count('good')} of ${status.links.length}`,
      'links within the objective',
      count('good') === status.links.length ? 'good' : 'warn',
    ),
    figure(
      known.length === 0 ? '?' : durationWords(Math.max(...known)),
      'largest known lag',
      rpo !== null && Math.max(0, ...known) > rpo ? 'bad' : 'good',
    ),
    figure(
      String(status.links.length - known.length),
      'links whose lag is not known',
      known.length === status.links.length ? 'good' : 'warn',
    ),
    figure(String(firing), 'alerts', firing === 0 ? 'good' : 'bad'),
    figure(rpo === null ? '?' : durationWords(rpo), 'recovery point objective', ''),
  );
}

const figure = (number: string, words: string, tone: string): HTMLElement =>
  element('div', { class: `figure ${tone}` }, element('b', {}, number), element('span', { class: 'quiet' }, words));

function showRows(id: string, items: HTMLElement[]): void {
  const section = byId(id);
  section.hidden = items.length === 0;
  section.querySelector('ul')?.replaceChildren(...items);
}

const row = (pill: string, tone: string, strong: string, text: string, aside: string): HTMLElement =>
  element(
    'li',
    {},
    element('span', { class: `pill ${tone}` }, pill),
    element('span', { class: 'what' }, element('b', {}, strong), text === '' ? '' : ` ${text}`),
    element('span', { class: 'quiet' }, aside),
  );

export function showLists(status: StatusView): void {
  showRows(
    'problems',
    status.problems.map((problem) =>
      row(
        problem.area,
        'bad',
        `${problem.subject} (${problem.code})`,
        problem.message,
        problem.since === null ? '' : `since ${clockWords(problem.since)}`,
      ),
    ),
  );
  showRows(
    'alerts',
    status.alerts.map((alert) => {
      const tone = alert.phase === 'pending' ? 'info' : alert.phase === 'resolving' ? 'warn' : 'bad';
      return row(
        alert.phase,
        tone,
        alert.condition,
        alert.sentence ?? alert.subject,
        `since ${clockWords(alert.since)}`,
      );
    }),
  );
  showRows(
    'unprotected',
    status.unprotected.map((database) =>
      row('unprotected', 'warn', `${database.server}/${database.database}`, '', database.region),
    ),
  );
  showRows(
    'notifications',
    status.notifications.slice(0, 20).map((note) => {
      const tone = note.status === 'delivered' ? 'good' : note.status === 'failed' ? 'bad' : 'info';
      return row(
        note.status,
        tone,
        `${note.condition} ${note.reason}`,
        `${note.subject} ${note.lastError ?? ''}`,
        `${note.channel} · ${clockWords(note.created)}`,
      );
    }),
  );
}
