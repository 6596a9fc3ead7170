import type { Discovery } from '../../shared/topology/discover.ts';
import { databaseKey } from '../../shared/topology/linkKey.ts';
import type { DiscoveryProblem } from '../../shared/topology/types.ts';
import type { Check } from '../types.ts';
import { count, failed, passed, warned } from './checks.ts';

const MOST_NAMES = 5;
const EXPECTED = 'servers with geo-replicated databases within the scopes';

/** What there is to watch, what could not be read, and what nothing protects. */
export function judgeDiscovery(
  { topology, problems }: Pick<Discovery, 'topology' | 'problems'>,
  assignee: string,
): Check[] {
  const { servers, databases, links, unprotected } = topology;
  const seen = `${count(servers.length, 'server')}, ${count(databases.length, 'database')}, ${count(links.length, 'link')}, ${unprotected.length} unprotected`;
  const summary =
    links.length > 0 || problems.length > 0
      ? passed('discovery', EXPECTED, seen)
      : warned(
          'discovery',
          EXPECTED,
          seen,
          'Nothing would be watched: check scopes, and that the identity has the Reader role there.',
        );
  return [
    // What was found is of use, but not good while something could not be read.
    problems.length > 0 ? { ...summary, result: 'warning' as const, advice: 'See the problems below.' } : summary,
    ...problems.map((problem) => ofProblem(problem, assignee)),
    ...(unprotected.length === 0 ? [] : [ofUnprotected(unprotected.map(databaseKey))]),
  ];
}

function ofProblem(problem: DiscoveryProblem, assignee: string): Check {
  const name = `discovery ${problem.subject}`;
  const isOurs = problem.code !== 'malformed' && problem.code !== 'unknownLinkType';
  const make = isOurs ? failed : warned;
  return make(name, 'an answer that can be read', problem.message, adviceFor(problem, assignee));
}

function adviceFor({ code, subject }: DiscoveryProblem, assignee: string): string {
  const subscription = /^subscription (\S+)$/.exec(subject)?.[1];
  switch (code) {
    case 'forbidden':
    case 'unauthorised':
      return `az role assignment create --role Reader --assignee ${assignee} --scope /subscriptions/${subscription ?? 'ID'}`;
    case 'notFound':
      return 'Check the subscription id in scopes: a subscription without any right on it looks the same.';
    case 'throttled':
    case 'unavailable':
    case 'timeout':
      return "Run doctor again. If it stays, look at Azure's status; discovery.timeout sets the limit.";
    case 'unreachable':
      return 'Let the app reach Resource Manager: DNS, outbound rules, proxies.';
    case 'malformed':
    case 'unknownLinkType':
      return 'It is left out, and everything else is watched. If it stays, please report it.';
    default:
      return 'See what was seen.';
  }
}

function ofUnprotected(names: string[]): Check {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return warned(
    'unprotected',
    'a geo-secondary for every watched database',
    `${shown}${more}`,
    'Create geo-secondaries, or take these databases out of the scopes: else Unprotected is told about each.',
  );
}
