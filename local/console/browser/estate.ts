/** The estate: services, regions with their servers, links, and the role changes that Azure accepted. */
import type { ConsoleLink, ConsoleRegion, ConsoleServer, ConsoleState } from '../state.ts';
import { byId, element } from './element.ts';
import { hurtButton, toggle } from './hurt.ts';

export function showEstate(state: ConsoleState): void {
  byId('services').replaceChildren(...services(state));
  const app = state.regions.find((one) => one.app)?.name ?? '';
  byId('regions').replaceChildren(...state.regions.map((one) => region(one, app)));
  byId('paths').replaceChildren(...state.paths.map(path));
  byId('links')
    .querySelector('tbody')
    ?.replaceChildren(...state.links.map(linkRow));
  byId('failovers').replaceChildren(...groups(state), ...failovers(state));
}

function services(state: ConsoleState): HTMLElement[] {
  const channels = (Object.entries(state.channels) as Array<[string, string]>).map(([channel, answers]) =>
    service(
      channel,
      answers,
      answers !== 'ok',
      [
        ['throttle', { channel, answers: 'throttled' }],
        ['fail', { channel, answers: 'failing' }],
        ['silence', { channel, answers: 'silent' }],
      ],
      ['heal', { channel, answers: 'ok' }],
    ),
  );
  return [
    service(
      'Resource Manager',
      state.resourceManager,
      state.resourceManager !== 'up',
      [
        ['throttle', { resourceManager: 'throttled' }],
        ['down', { resourceManager: 'unavailable' }],
        ['silence', { resourceManager: 'silent' }],
        ['garble', { resourceManager: 'garbage' }],
      ],
      ['heal', { resourceManager: 'up' }],
    ),
    service(
      'identity',
      state.identity,
      state.identity !== 'up',
      [['down', { identity: 'unreachable' }]],
      ['heal', { identity: 'up' }],
    ),
    ...channels,
  ];
}

type Way = [string, Record<string, unknown>];

function service(name: string, says: string, hurt: boolean, ways: Way[], heal: Way): HTMLElement {
  return element(
    'div',
    `service ${hurt ? 'hurt' : ''}`,
    name,
    element('span', `tag ${hurt ? 'bad' : 'good'}`, says),
    ...toggle(hurt, ways, heal),
  );
}

function region(state: ConsoleRegion, app: string): HTMLElement {
  const top = element('div', 'top', element('b', '', state.name));
  if (state.app) top.append(element('span', 'tag', 'Geowarden runs here'));
  if (!state.reachable) top.append(element('span', 'tag bad', state.down ? 'down' : 'out of reach'));
  top.append(
    ...toggle(
      state.down,
      [['fail region', { region: state.name, becomes: 'down' }]],
      ['recover', { region: state.name, becomes: 'up' }],
    ),
  );
  if (!state.app && !state.down && state.reachable) {
    top.append(hurtButton('cut off', { network: { from: app, to: state.name }, becomes: 'silent' }));
  }
  return element('div', `region ${state.reachable ? '' : 'down'}`, top, ...state.servers.map(server));
}

function path({ from, to, is }: ConsoleState['paths'][number]): HTMLElement {
  return element(
    'div',
    'service hurt',
    `${from} → ${to}`,
    element('span', 'tag bad', is),
    hurtButton('open', { network: { from, to, bothWays: false }, becomes: 'open' }, true),
  );
}

function server(state: ConsoleServer): HTMLElement {
  const name = element('div', 'name', element('strong', '', state.name));
  if (state.fault !== null) name.append(element('span', 'tag bad', state.fault));
  name.append(
    ...toggle(
      state.fault !== null,
      [['silence', { sql: state.name, answers: 'silent' }]],
      ['heal', { sql: state.name, answers: 'properly' }],
    ),
    ...toggle(
      state.firewall === 'closed',
      [['close firewall', { firewall: state.name, becomes: 'closed' }]],
      ['open firewall', { firewall: state.name, becomes: 'open' }],
    ),
    ...toggle(
      state.rights !== 'granted',
      [['deny rights', { rights: state.name, becomes: 'denied' }]],
      ['grant rights', { rights: state.name, becomes: 'granted' }],
    ),
  );
  return element('div', 'server', name, ...state.databases.map((database) => databaseRow(state.name, database)));
}

function databaseRow(serverName: string, state: ConsoleServer['databases'][number]): HTMLElement {
  const name = `${serverName}/${state.name}`;
  const row = element(
    'div',
    'database',
    element('span', 'what', `${state.name} `, element('span', 'quiet', `${state.sku} · #${state.position}`)),
    element('span', `tag ${state.role === 'PRIMARY' ? '' : 'good'}`, state.role.toLowerCase()),
  );
  if (state.availability !== 'Online') row.append(element('span', 'tag bad', state.availability));
  if (state.superseded) row.append(element('span', 'tag bad', 'superseded'));
  if (state.fault !== null) row.append(element('span', 'tag bad', state.fault));
  row.append(
    ...toggle(
      state.fault !== null,
      [
        ['40613', { sql: name, answers: 40613 }],
        ['hang', { sql: name, answers: 'hangQuery' }],
      ],
      ['heal', { sql: name, answers: 'properly' }],
    ),
  );
  return row;
}

function linkRow(link: ConsoleLink): HTMLElement {
  const named = { database: `${link.server}/${link.database}`, secondary: link.partnerServer };
  const tone = link.phase === 'CATCH_UP' && link.connected ? 'good' : link.phase === 'SUSPENDED' ? 'bad' : 'warn';
  const says = link.connected ? link.phase : `${link.phase}, disconnected`;
  const cell = (className: string, ...children: Array<Node | string>) => element('td', className, ...children);
  return element(
    'tr',
    '',
    cell('', `${link.server}/${link.database}`),
    cell('', `${link.partnerServer}/${link.partnerDatabase}${link.kind === 'GEO' ? '' : ` (${link.kind})`}`),
    cell('', element('span', `tag ${tone}`, says)),
    cell('number', link.lagSeconds === null ? 'NULL' : `${link.lagSeconds} s`),
    cell('number', `${link.behind} commits`),
    cell(
      '',
      ...toggle(
        link.suspendedByHand,
        [['suspend', { link: named, becomes: 'suspended' }]],
        ['resume', { link: named, becomes: 'active' }],
      ),
      ' ',
      ...toggle(
        link.cutByHand,
        [['cut', { link: named, becomes: 'disconnected' }]],
        ['join', { link: named, becomes: 'connected' }],
      ),
      ' ',
      hurtButton('slow', { link: named, shippingDelay: '30s' }),
      ' ',
      hurtButton('fast', { link: named, shippingDelay: '400ms' }, true),
    ),
  );
}

function groups(state: ConsoleState): HTMLElement[] {
  if (state.groups.length === 0) return [];
  return [
    element('h2', '', 'Failover groups'),
    ...state.groups.map(({ name, primary, secondary, databases }) =>
      element('p', '', `${name}: ${primary} to ${secondary}, ${databases.join(', ') || 'no databases'}`),
    ),
  ];
}

function failovers(state: ConsoleState): HTMLElement[] {
  if (state.failovers.length === 0) return [];
  return [
    element('h2', '', 'Role changes that Azure accepted'),
    ...state.failovers.map((failover) =>
      element(
        'p',
        '',
        `${failover.at} ${failover.mode} to ${failover.server}/${failover.database} by ${failover.by}, ${failover.lostCommits} commits lost (${failover.lostSeconds} s)`,
      ),
    ),
  ];
}
