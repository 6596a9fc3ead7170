/** docs/teeth.md: the rules, the plants, and the test that caught each. */
import { RULES, type RuleName } from './rules.ts';
import type { Plant } from './types.ts';

const HEAD = `# Teeth

A test that cannot fail proves nothing. \`npm run test:teeth\` plants one believable bug at a time in a copy of the sources, runs the
tests that ought to notice, and says which did. A plant that survives is a hole in the suite, and the command ends with status 1.

This page is written by \`npm run test:teeth -- --write-docs\`. The plants are data, in \`test/teeth/plants/\`.
`;

/** @param caughtBy the name of the test that caught it, by the plant's name */
export function teethPage(plants: readonly Plant[], caughtBy: ReadonlyMap<string, string>): string {
  const sections = (Object.keys(RULES) as RuleName[]).flatMap((name) => {
    const broken = plants.filter((plant) => plant.rule === name);
    return broken.length === 0 ? [] : [section(name, broken, caughtBy)];
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

/** What a page says of which test caught which plant. */
export function caughtOn(page: string): Map<string, string> {
  const rows = page.matchAll(/^\| `([^`|]+)` \| `[^`|]+` \| (.+) \|$/gm);
  return new Map([...rows].map(([, name = '', by = '']) => [name, by.replaceAll('\\|', '|')]));
}

function section(name: RuleName, plants: readonly Plant[], caughtBy: ReadonlyMap<string, string>): string {
  const { number, words } = RULES[name];
  const rows = plants.map(({ name: plant, file }) => {
    const by = caughtBy.get(plant) ?? 'nothing';
    return `| \`${plant}\` | \`${file}\` | ${by.replaceAll('|', '\\|')} |`;
  });
  const title = number === undefined ? 'House rule' : `Rule ${number}`;
  return `## ${title}: ${words}\n\n| plant | file | caught by |\n|---|---|---|\n${rows.join('\n')}\n`;
}
