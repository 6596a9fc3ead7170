import type { Plant } from '../types.ts';

const unit = (name: string) => `test/unit/topology/${name}.test.ts`;

export const TOPOLOGY_PLANTS: readonly Plant[] = [
  {
    name: 'named-replica-is-a-geo-secondary',
    rule: 'notACandidate',
    file: 'shared/topology/buildTopology.ts',
    before: "relevant.filter((side) => side.kind === 'GEO' || side.kind === 'STANDBY')",
    after: "relevant.filter((side) => side.kind !== 'COPY')",
    tests: [unit('buildTopology')],
  },
  {
    name: 'copy-is-a-geo-secondary',
    rule: 'notACandidate',
    file: 'shared/topology/buildTopology.ts',
    before: "relevant.filter((side) => side.kind === 'GEO' || side.kind === 'STANDBY')",
    after: "relevant.filter((side) => side.kind !== 'NAMED')",
    tests: [unit('buildTopology')],
  },
  {
    name: 'link-type-of-tomorrow-is-protection',
    rule: 'notACandidate',
    file: 'shared/topology/linkSides.ts',
    before: "type === 'NAMED' ? type : undefined;",
    after: "type === 'NAMED' ? type : kindOfDatabase(own);",
    tests: [unit('buildTopology')],
  },
  {
    name: 'geo-secondary-is-unprotected',
    rule: 'unknownIsUnknown',
    file: 'shared/topology/unprotected.ts',
    before: 'return database.secondaryType !== undefined;',
    after: "return database.secondaryType?.toLowerCase() === 'named';",
    tests: [unit('unprotected')],
  },
  {
    name: 'links-that-were-not-read-are-no-links',
    rule: 'unknownIsUnknown',
    file: 'shared/topology/unprotected.ts',
    before: 'if (!facts.knowsLinks(database)) return before.has(key);',
    after: 'if (!facts.knowsLinks(database) && before.has(key)) return true;',
    tests: [unit('unprotected')],
  },
  {
    name: 'unreadable-subscription-empties-the-topology',
    rule: 'unknownIsUnknown',
    file: 'shared/topology/discover.ts',
    before: 'if (read.entries === undefined || read.malformed.length > 0)',
    after: 'if (read.malformed.length > 0)',
    tests: [unit('fillFromPrevious')],
  },
  {
    name: 'link-key-depends-on-the-roles',
    rule: 'nullIsNotZero',
    file: 'shared/topology/linkKey.ts',
    before: 'return first < second ? ',
    after: "return first !== '' ? ",
    tests: [unit('linkKey')],
  },
  {
    name: 'discovery-that-read-nothing-counts',
    rule: 'silenceIsAnAlert',
    file: 'shared/app/discoverTopology.ts',
    before: 'finishedAtMs: readNothing ? before.mark.finishedAtMs : finishedAtMs,',
    after: 'finishedAtMs: readNothing ? startedAtMs : finishedAtMs,',
    tests: ['test/unit/app/discoverTopology.test.ts'],
  },
];
