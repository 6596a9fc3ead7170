import { databaseFaults } from './databaseFaults.ts';
import { groupFaults } from './groupFaults.ts';
import { linkFaults } from './linkFaults.ts';
import { regionOf } from './regions.ts';
import type { EstateDefinition } from './types.ts';

/** One thing that is wrong with a definition. */
export interface Fault {
  /** For example `links[2].secondaryServer`. */
  path: string;
  expected: string;
  seen: string;
}

/** Thrown when an estate could not exist in Azure as it is described; lists everything that is wrong at once. */
export class EstateDefinitionError extends Error {
  readonly faults: Fault[];
  constructor(faults: Fault[]) {
    const lines = faults.map((fault) => `${fault.path}: expected ${fault.expected}, saw ${fault.seen}`);
    super(`the estate cannot be built:\n${lines.join('\n')}`);
    this.name = 'EstateDefinitionError';
    this.faults = faults;
  }
}

/** @throws EstateDefinitionError */
export function assertSound(definition: EstateDefinition): void {
  const faults = [
    ...regionFaults(definition),
    ...subscriptionFaults(definition),
    ...serverFaults(definition),
    ...databaseFaults(definition),
    ...linkFaults(definition),
    ...groupFaults(definition),
  ];
  if (faults.length > 0) throw new EstateDefinitionError(faults);
}

function regionFaults({ regions, app }: EstateDefinition): Fault[] {
  const named: Array<[string, string]> = [['app.region', app.region]];
  if (app.witness !== 'none') named.push(['app.witness', app.witness]);
  if (app.second !== undefined && app.second !== 'none') named.push(['app.second', app.second]);
  // The list takes in the app's region by default: its fault is told where it was written.
  const given = new Set(named.map(([, region]) => region));
  named.push(
    ...regions
      .map((region, index): [string, string] => [`regions[${index}]`, region])
      .filter(([, region]) => !given.has(region)),
  );
  const faults = named
    .filter(([, region]) => regionOf(region) === undefined)
    .map(([path, region]) => ({ path, expected: 'an Azure region such as westeurope', seen: quoted(region) }));
  if (app.witness === app.region) {
    faults.push({ path: 'app.witness', expected: 'another region than app.region', seen: quoted(app.witness) });
  }
  return faults;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function subscriptionFaults({ subscriptions }: EstateDefinition): Fault[] {
  return subscriptions.flatMap((subscription, index) => {
    const path = `subscriptions[${index}].id`;
    if (!GUID.test(subscription.id)) return [{ path, expected: 'a GUID', seen: quoted(subscription.id) }];
    const isTwice = subscriptions.findIndex((other) => other.id === subscription.id) < index;
    return isTwice ? [{ path, expected: 'an id given once', seen: `${quoted(subscription.id)} a second time` }] : [];
  });
}

const SERVER_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function serverFaults({ servers, regions, subscriptions }: EstateDefinition): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [index, server] of servers.entries()) {
    const path = `servers[${index}]`;
    if (!SERVER_NAME.test(server.name)) {
      const expected = 'lower-case letters, digits and inner hyphens, at most 63';
      faults.push({ path: `${path}.name`, expected, seen: quoted(server.name) });
    }
    if (seen.has(server.name.toLowerCase())) {
      const expected = 'a name unique in Azure';
      faults.push({ path: `${path}.name`, expected, seen: `${quoted(server.name)} a second time` });
    }
    seen.add(server.name.toLowerCase());
    if (!regions.includes(server.region)) {
      const expected = `one of the estate's regions (${regions.join(', ')})`;
      faults.push({ path: `${path}.region`, expected, seen: quoted(server.region) });
    }
    if (!subscriptions.some((subscription) => subscription.id === server.subscriptionId)) {
      const expected = "one of the estate's subscriptions";
      faults.push({ path: `${path}.subscriptionId`, expected, seen: quoted(server.subscriptionId) });
    }
  }
  return faults;
}

function quoted(value: string): string {
  return `'${value}'`;
}
