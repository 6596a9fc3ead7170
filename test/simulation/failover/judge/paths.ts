/**
 * One path never moves a database. The judge counts for itself, by what reached the tables: which independent voices said without a break, for
 * as long as the group wants it, that the primary is down, and whether anybody said that it lives.
 */
import type { Evidence } from '../../../../shared/outage/types.ts';
import type { Statement, Story } from '../story.ts';
import { SLACK_MS, tablesOf } from './authority.ts';
import { sayCall } from './calls.ts';
import { type Complaint, firstOf } from './violation.ts';

interface Database {
  server: string;
  database: string;
  region: string;
}

/** Evidence is read some time before the judgement is stored: every effect in between may be slow. */
const LOOKED_BEFORE_MS = 13_000;
const CLOCKS_MS = 1_000;
/** A witness in one of these shares the fate of what it looks at. */
const GUARDED = new Set(['westeurope', 'northeurope', 'francecentral']);

export function neverOnOnePath(story: Story): Complaint {
  return firstOf(story.sends, (send) => {
    const { primary, database, judgedAtMs, deployment, mode } = send;
    if (mode !== 'forced') return undefined;
    if (judgedAtMs === undefined) return `${sayCall(send)} was never judged under the fence`;
    const start = story.starts.find(
      (each) =>
        each.operation.id === send.operation?.id && tablesOf(story, each.deployment) === tablesOf(story, deployment),
    );
    const moments = start === undefined ? [judgedAtMs] : [start.operation.plan.madeAtMs, judgedAtMs];
    const target = { ...primary, database };
    return firstOf(moments, (atMs) => {
      const all = story.statements.filter((each) => each.deployments === tablesOf(story, deployment));
      for (let seenMs = atMs + CLOCKS_MS; seenMs >= atMs - LOOKED_BEFORE_MS; seenMs -= CLOCKS_MS / 2)
        if (whyNotAt(all, target, story.plan, seenMs) === undefined) return undefined;
      return `${sayCall(send)}, judged at ${atMs}: ${whyNotAt(all, target, story.plan, atMs)}`;
    });
  });
}

function whyNotAt(all: Statement[], target: Database, plan: Story['plan'], atMs: number): string | undefined {
  const said = all.filter((each) => each.atMs <= atMs);
  return whyNot(said, target, plan, atMs);
}

/** Down by itself; or with its region, which another database shows to be down. */
function whyNot(said: Statement[], target: Database, plan: Story['plan'], atMs: number): string | undefined {
  const itself = whyNotByItself(said, target, plan, atMs);
  if (itself === undefined || itself.startsWith('somebody')) return itself;
  const others = new Map(
    said.flatMap(({ evidence: { scope } }) =>
      scope.kind === 'database' && scope.region === target.region ? [[`${scope.server}/${scope.database}`, scope]] : [],
    ),
  );
  const some = [...others.values()].some((other) => whyNotByItself(said, other, plan, atMs) === undefined);
  return some ? undefined : itself;
}

function whyNotByItself(
  said: Statement[],
  target: Database,
  { minKinds, confirmForMs }: Story['plan'],
  atMs: number,
): string | undefined {
  const about = said.filter(({ evidence: { scope } }) =>
    scope.kind === 'region'
      ? scope.region === target.region
      : scope.server === target.server && scope.database === target.database,
  );
  const kinds = new Set<string>();
  for (const reports of Map.groupBy(about, ({ evidence }) => evidence.id).values()) {
    const voice = voiceOf(reports, atMs);
    if (voice === 'alive') return `somebody said that it lives: ${reports.at(-1)?.evidence.sentence}`;
    if (voice === 'silent' || atMs - voice.sinceMs < confirmForMs - SLACK_MS) continue;
    const kind = kindOf(voice.evidence);
    if (kind !== undefined) kinds.add(kind);
  }
  const looked = kinds.has('own') || kinds.has('witness');
  if (kinds.size >= Math.max(2, minKinds) && looked) return undefined;
  return `only ${[...kinds].join(', ') || 'nobody'} said for ${confirmForMs} ms that it is down`;
}

/** What one reporter says at a moment, and since when without a break. */
function voiceOf(reports: Statement[], atMs: number): 'alive' | 'silent' | { evidence: Evidence; sinceMs: number } {
  const inOrder = [...reports].sort((one, other) => one.evidence.atMs - other.evidence.atMs);
  const last = inOrder.at(-1)?.evidence;
  if (last === undefined || last.vote === 'none') return 'silent';
  // What came at the very moment may or may not have been seen.
  const isOld = (reports.findLast(({ evidence }) => evidence === last)?.atMs ?? atMs) < atMs - SLACK_MS;
  if (last.vote === 'against')
    return isOld && last.expiresAtMs > atMs + SLACK_MS ? 'alive' : voiceBefore(inOrder, atMs);
  return spoken(inOrder, atMs);
}

function voiceBefore(inOrder: Statement[], atMs: number): ReturnType<typeof voiceOf> {
  const down = inOrder.slice(0, -1);
  return down.at(-1)?.evidence.vote === 'down' ? spoken(down, atMs) : 'silent';
}

function spoken(inOrder: Statement[], atMs: number): ReturnType<typeof voiceOf> {
  const last = inOrder.at(-1)?.evidence;
  if (last === undefined || last.expiresAtMs < atMs - SLACK_MS) return 'silent';
  let sinceMs = last.sinceMs;
  for (const { evidence } of inOrder.reverse()) {
    if (evidence.vote !== 'down' || evidence.expiresAtMs < sinceMs) break;
    sinceMs = Math.min(sinceMs, evidence.sinceMs);
  }
  return { evidence: last, sinceMs };
}

function kindOf({ source, path }: Evidence): string | undefined {
  switch (source) {
    case 'ownProbe':
    case 'secondaryView':
      return 'own';
    case 'witnessProbe':
      return GUARDED.has(path) ? undefined : 'witness';
    // Nobody in the simulation has logs.
    case 'logQuery':
      return undefined;
    case 'serviceHealth':
    case 'resourceHealth':
      return 'azure';
    case 'platformMetric':
      return 'metric';
  }
}
