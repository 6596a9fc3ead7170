/** What holds for every estate and every way of failing to read it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildTopology } from '../../../shared/topology/buildTopology.ts';
import { fillFromPrevious } from '../../../shared/topology/fillFromPrevious.ts';
import { databaseKey, linkKey } from '../../../shared/topology/linkKey.ts';
import type { ServerReading } from '../../../shared/topology/snapshot.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import { database, EVERYTHING, link, reading } from './azure.ts';

const SERVERS = ['shop-we', 'shop-ne', 'shop-uk'] as const;

interface Pair {
  name: string;
  primary: (typeof SERVERS)[number];
  secondaries: string[];
  kind: 'GEO' | 'STANDBY' | 'NAMED' | 'COPY';
}

const pairs = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z]{1,3}$/),
    primary: fc.constantFrom(...SERVERS),
    secondaries: fc.subarray([...SERVERS]),
    kind: fc.constantFrom('GEO' as const, 'STANDBY' as const, 'NAMED' as const, 'COPY' as const),
  }),
  { selector: ({ name }) => name, maxLength: 6 },
);

/** Which lists could not be read. */
const gaps = fc.subarray(SERVERS.flatMap((name) => [`${name} databases`, `${name} links`]));

function estate(all: readonly Pair[], missing: readonly string[] = []): ServerReading[] {
  return SERVERS.map((name) => {
    const databases = all.flatMap((pair) => {
      if (pair.primary === name) return [database(`${name}/${pair.name}`)];
      if (!pair.secondaries.includes(name)) return [];
      const secondaryType = { GEO: 'Geo', STANDBY: 'Standby', NAMED: 'Named', COPY: undefined }[pair.kind];
      return [database(`${name}/${pair.name}`, secondaryType ? { secondaryType } : { status: 'Copying' })];
    });
    const links = all.flatMap((pair) => linksOn(name, pair));
    return reading(
      name,
      missing.includes(`${name} databases`) ? undefined : databases,
      missing.includes(`${name} links`) ? undefined : links,
    );
  });
}

function linksOn(name: string, pair: Pair) {
  const others = pair.secondaries.filter((secondary) => secondary !== pair.primary);
  const more = pair.kind === 'COPY' ? {} : { linkType: pair.kind };
  const [primaryRole, secondaryRole] = pair.kind === 'COPY' ? ['Source', 'Copy'] : ['Primary', 'Secondary'];
  if (name === pair.primary) {
    return others.map((other) => link(`${name}/${pair.name}`, `${other}/${pair.name}`, primaryRole ?? '', more));
  }
  if (!others.includes(name)) return [];
  return [link(`${name}/${pair.name}`, `${pair.primary}/${pair.name}`, secondaryRole ?? '', more)];
}

function build(servers: ServerReading[], previous?: Topology): Topology {
  const filled = fillFromPrevious({ servers }, previous, new Set());
  return buildTopology(filled, EVERYTHING, 1, previous).topology;
}

const lost = (missing: readonly string[], server: string): boolean => missing.includes(`${server} links`);

test('a link key is that of its ends, its ends are two, and no link comes twice', () => {
  fc.assert(
    fc.property(pairs, gaps, (all, missing) => {
      const { links } = build(estate(all, missing));
      for (const each of links) {
        assert.equal(each.linkKey, linkKey(each.primary, each.secondary));
        assert.notEqual(databaseKey(each.primary), databaseKey(each.secondary));
      }
      assert.equal(new Set(links.map(({ linkKey: key }) => key)).size, links.length);
    }),
    { numRuns: 300 },
  );
});

test('what is read whole is exactly what is there', () => {
  fc.assert(
    fc.property(pairs, (all) => {
      const topology = build(estate(all));
      const geo = all.filter(({ kind }) => kind === 'GEO' || kind === 'STANDBY');
      const expected = geo.flatMap((pair) =>
        pair.secondaries
          .filter((other) => other !== pair.primary)
          .map((other) => `${pair.primary}/${pair.name} > ${other}`),
      );
      const found = topology.links.map(({ primary, secondary }) => `${databaseKey(primary)} > ${secondary.server}`);
      assert.deepEqual(found.sort(), expected.sort());
      const bare = all.filter(
        ({ kind, primary, secondaries }) =>
          kind === 'NAMED' || kind === 'COPY' || secondaries.every((other) => other === primary),
      );
      assert.deepEqual(
        topology.unprotected.map(databaseKey).sort(),
        bare.map(({ primary, name }) => `${primary}/${name}`).sort(),
      );
      assert.ok(topology.links.every(({ conflict }) => conflict === undefined));
    }),
    { numRuns: 300 },
  );
});

test('no database is both protected and unprotected', () => {
  fc.assert(
    fc.property(pairs, pairs, gaps, (before, now, missing) => {
      const { links, unprotected } = build(estate(now, missing), build(estate(before)));
      const inLink = new Set(links.flatMap(({ primary, secondary }) => [databaseKey(primary), databaseKey(secondary)]));
      for (const finding of unprotected) assert.equal(inLink.has(databaseKey(finding)), false, databaseKey(finding));
    }),
    { numRuns: 300 },
  );
});

test('an unchanged estate loses nothing, whatever could not be read', () => {
  fc.assert(
    fc.property(pairs, gaps, (all, missing) => {
      const whole = build(estate(all));
      const gappy = build(estate(all, missing), whole);
      assert.deepEqual(gappy.links, whole.links);
      assert.deepEqual(gappy.databases, whole.databases);
      assert.deepEqual(gappy.unprotected, whole.unprotected);
      assert.deepEqual(gappy.notGeo, whole.notGeo);
    }),
    { numRuns: 500 },
  );
});

test('a link stays through a gap only while no side that answered has dropped it or its databases', () => {
  fc.assert(
    fc.property(pairs, gaps, (all, missing) => {
      const whole = build(estate(all));
      const after = build(estate([], missing), whole);
      const expected = whole.links.filter(
        ({ primary, secondary }) => lost(missing, primary.server) && lost(missing, secondary.server),
      );
      assert.deepEqual(
        after.links.map(({ linkKey: key }) => key),
        expected.filter((each) => mayStillBeThere(each, missing)).map(({ linkKey: key }) => key),
      );
    }),
    { numRuns: 300 },
  );
});

test('the next whole reading forgets the gaps', () => {
  fc.assert(
    fc.property(pairs, pairs, gaps, (before, now, missing) => {
      const gappy = build(estate(now, missing), build(estate(before)));
      assert.deepEqual(build(estate(now), gappy), build(estate(now)));
    }),
    { numRuns: 300 },
  );
});

/** A link goes with its databases: it is watched while one of them may still be there. */
function mayStillBeThere({ primary, secondary }: Topology['links'][number], missing: readonly string[]): boolean {
  return [primary, secondary].some(({ server }) => missing.includes(`${server} databases`));
}
