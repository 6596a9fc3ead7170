/** Everything on the page but the links. */
import type { StatusView } from '../../shared/views/types.ts';
import { byId, element } from './element.ts';
import { row, showRows } from './rows.ts';
import { clockWords, durationWords, isStale, linkWords } from './words.ts';

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
  const { links } = status;
  const good = links.filter((link) => linkWords(link, status).tone === 'good').length;
  const known = links.flatMap((link) => (link.lagSeconds === null || isStale(link, status) ? [] : [link.lagSeconds]));
  const largest = known.length === 0 ? null : known.reduce((most, lag) => Math.max(most, lag));
  const firing = status.alerts.filter((alert) => alert.phase !== 'pending').length;
  const isAll = links.length > 0 && good === links.length;
  byId('summary').replaceChildren(
    figure(
      rpo === null ? '?' : `${good} of ${links.length}`,
      'links within the objective',
      isAll ? 'good' : links.length === 0 ? '' : 'warn',
    ),
    figure(
      largest === null ? '?' : durationWords(largest),
      'largest known lag',
      largest === null || rpo === null ? '' : largest > rpo ? 'bad' : 'good',
    ),
    figure(
      String(links.length - known.length),
      'links whose lag is not known',
      links.length === 0 ? '' : known.length === links.length ? 'good' : 'warn',
    ),
    figure(String(firing), 'alerts', firing === 0 ? 'good' : 'bad'),
    figure(rpo === null ? '?' : durationWords(rpo), 'recovery point objective', ''),
  );
}

const figure = (number: string, words: string, tone: string): HTMLElement =>
  element('div', { class: `figure ${tone}` }, element('b', {}, number), element('span', { class: 'quiet' }, words));

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
