/** Checks of `routes:` against the channels and against each other. They look at the document as it was written, like crossChecks.ts. */
import { listAt, textsAt } from './documentValues.ts';
import { pathText, valueAt } from './path.ts';
import { shown } from './shown.ts';
import type { ConfigurationFault } from './types.ts';
import { unknownName } from './unknownName.ts';

export function routeFaults(document: unknown): ConfigurationFault[] {
  return listAt(document, ['routes']).flatMap((_, index) => [
    ...unknownChannels(document, index),
    ...namedTwice(document, index),
    ...noTimeAtAll(document, index),
  ]);
}

export function routeWarnings(document: unknown): ConfigurationFault[] {
  return [...neverReached(document), ...neverTold(document)];
}

function unknownChannels(document: unknown, index: number): ConfigurationFault[] {
  const known = listAt(document, ['channels']).flatMap((_, channel) => {
    const name = valueAt(document, ['channels', channel, 'name']);
    return typeof name === 'string' ? [name] : [];
  });
  return namesOf(document, index)
    .filter(({ text }) => !known.includes(text))
    .map((one) => unknownName(one, known, 'the name of a channel', (name) => `${String(one.path.at(-2))}: [${name}]`));
}

/** A channel that is told anyway cannot take over. */
function namedTwice(document: unknown, index: number): ConfigurationFault[] {
  const firstPath = new Map<string, string>();
  return namesOf(document, index).flatMap(({ path, text }) => {
    const first = firstPath.get(text);
    if (first === undefined) {
      firstPath.set(text, pathText(path));
      return [];
    }
    return [
      {
        path: pathText(path),
        expected: 'a channel that the route does not name yet: one that is told anyway cannot take over',
        seen: `${shown(text)}, as at ${first}`,
        example: 'handOver: []',
      },
    ];
  });
}

function noTimeAtAll(document: unknown, index: number): ConfigurationFault[] {
  const times = ['routes', index, 'times'];
  const from = valueAt(document, [...times, 'from']) ?? '00:00';
  const to = valueAt(document, [...times, 'to']);
  if (typeof to !== 'string' || to !== from) return [];
  return [
    {
      path: pathText([...times, 'to']),
      expected: "another time than from; for the whole day from: '00:00' and to: '24:00', or neither",
      seen: shown(to),
      example: "to: '24:00'",
    },
  ];
}

/** The first route that matches everything, always, and ends the search. */
function lastReached(document: unknown): number | undefined {
  const found = listAt(document, ['routes']).findIndex((route) => {
    const match = valueAt(route, ['match']) ?? {};
    const isOfAll = typeof match === 'object' && Object.keys(match).length === 0;
    return isOfAll && valueAt(route, ['times']) === undefined && valueAt(route, ['goOn']) !== true;
  });
  return found < 0 ? undefined : found;
}

function neverReached(document: unknown): ConfigurationFault[] {
  const last = lastReached(document);
  if (last === undefined) return [];
  const routes = listAt(document, ['routes']);
  return routes.slice(last + 1).map((_, index) => ({
    path: pathText(['routes', last + 1 + index]),
    expected: `a route that is reached: routes[${last}] matches every alert at any time and does not go on`,
    seen: `a route after routes[${last}]`,
    example: 'goOn: true',
  }));
}

/** Where a route catches everything, a channel that none names up to it hears nothing, ever. */
function neverTold(document: unknown): ConfigurationFault[] {
  const last = lastReached(document);
  if (last === undefined) return [];
  const named = new Set(
    listAt(document, ['routes'])
      .slice(0, last + 1)
      .flatMap((_, index) => namesOf(document, index).map(({ text }) => text)),
  );
  return listAt(document, ['channels']).flatMap((channel, index) => {
    const name = valueAt(channel, ['name']);
    if (typeof name !== 'string' || named.has(name)) return [];
    return [
      {
        path: pathText(['channels', index]),
        expected: `a channel that a route names: routes[${last}] leaves none to the others, so this one never hears of anything`,
        seen: shown(name),
        example: 'routes: [{ match: { severity: critical }, channels: [on-call], goOn: true }]',
      },
    ];
  });
}

function namesOf(document: unknown, index: number): ReturnType<typeof textsAt> {
  const lists = ['channels', 'handOver'].map((key) => ['routes', index, key]);
  return lists.flatMap((path) => (Array.isArray(valueAt(document, path)) ? textsAt(document, path) : []));
}
