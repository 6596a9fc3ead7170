/** A scenario's `estate:` as the model wants it: ranges expanded, names taken apart. */
import { expandTogether } from './ranges.ts';
import type { Scenario } from './schema.ts';
import { splitName } from './splitName.ts';

type Given = Scenario['estate'];

/** Undefined fields are left out: the model's own defaults fill them. */
export function toPartialDefinition(estate: Given) {
  return {
    regions: estate.regions,
    app: estate.app,
    servers: estate.servers.flatMap(expandTogether).map(defined),
    databases: estate.databases.flatMap(expandTogether).map(defined),
    links: estate.links.flatMap(expandTogether).map(toLink),
    failoverGroups: estate.failoverGroups.flatMap(expandTogether).map(defined),
  };
}

function toLink(link: Given['links'][number]) {
  const { database, secondary, shippingDelay, redoDelay, ...rest } = link;
  return defined({
    ...splitName(database),
    secondaryServer: secondary,
    shippingDelayMs: shippingDelay,
    redoDelayMs: redoDelay,
    ...rest,
  });
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same object without the keys whose value is undefined. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Defined<T>;
}
