import type { BreakGlass } from '../failover/breakGlass.ts';
import type { DecisionInput, Explanation } from '../failover/types.ts';
import type { Operation } from '../operations/types.ts';
import { scopeKey } from '../outage/evidenceId.ts';
import { judgeGroup } from '../outage/judgeGroup.ts';
import type { Incident, Verdict } from '../outage/types.ts';
import type { Versioned } from '../replication/ports.ts';
import type { ApprovalInput } from './approvals.ts';
import { coverIncident, type Draft, draftIncident } from './draftIncident.ts';
import type { World } from './evaluate.ts';
import { explainGroup } from './explainGroup.ts';
import type { GroupView } from './groupView.ts';
import { incidentScopes } from './incidentScopes.ts';
import { judgedTogether } from './judgedTogether.ts';
import { keptEvidence } from './keptEvidence.ts';
import { makeOperation, planToAct } from './makeOperation.ts';
import { nextOperation, spent } from './nextOperation.ts';
import { hasMoved, mayStillMove } from './pastOperations.ts';
import { personsStop, type Stop } from './personsStop.ts';
import type { ReactionPorts } from './ports.ts';
import { saveIncident } from './saveIncident.ts';
import type { ReactionSettings } from './types.ts';

export interface GroupWork {
  view: GroupView;
  world: World;
  ports: ReactionPorts;
  settings: ReactionSettings;
  now: () => number;
  /** Made only when somebody is told. */
  breakGlass: () => BreakGlass;
}

export interface GroupOutcome {
  incidents: Incident[];
  /** The operation that was started now. */
  started?: string;
}

/** A draft, and the row it was made from. */
type Drafted = Draft & { before: Versioned<Incident> | undefined };

/** One evaluation of one recovery group; evaluate.ts says what it promises. */
export async function evaluateGroup(work: GroupWork): Promise<GroupOutcome> {
  const { view, world } = work;
  const judging = { evidence: world.evidence, sight: world.sight, rules: view.rules, nowMs: work.now() };
  const open = world.open.filter(({ value }) => value.group === view.group.name);
  const judged = judgedTogether(judgeGroup(view.members, judging), view.group.confirmForMs);
  const scopes = incidentScopes(
    judged,
    open.map(({ value }) => value),
    judging,
  );
  if (scopes.verdicts.length === 0 && scopes.covered.length === 0) return { incidents: [] };
  const previous = await previousOf(work, open, scopes.verdicts);
  const leading = leadingScope(judged?.verdict, scopes.verdicts);
  const known = leading === undefined ? undefined : previous.get(leading)?.value;
  const decided =
    judged === undefined || leading === undefined || isActedOn(known, world.operations)
      ? undefined
      : await explainGroup(work, judged.verdict, known, work.now, stopOf(work, open, known));
  const input = approvalInput(work, decided?.explanation ?? null, judging.nowMs);
  const drafts = [
    ...scopes.verdicts.flatMap((verdict) => draftsOf(work, verdict, previous, leading, input)),
    ...scopes.covered.map((incident) => ({
      ...coverIncident(incident, input),
      before: open.find(({ value }) => value.id === incident.id),
    })),
  ];
  const acting = drafts.find(({ incident }) => scopeKey(incident.scope) === leading && incident.phase !== 'over');
  const started = decided && acting ? await actOn(work, acting, decided) : undefined;
  for (const draft of drafts) if (draft !== acting || decided === undefined) await saveDraft(work, draft);
  return { incidents: drafts.map(({ incident }) => incident), ...(started === undefined ? {} : { started }) };
}

/** Saves the leading incident, and starts the operation that it names. The incident first: an operation that nobody points to acts for nobody. */
async function actOn(
  work: GroupWork,
  acting: Drafted,
  { input, explanation }: { input: DecisionInput; explanation: Explanation },
): Promise<string | undefined> {
  const plan = planToAct(explanation);
  const next = plan === undefined ? undefined : await nextOperation(acting.incident, work.ports.operations);
  // Another instance has started it, and has written the incident with it.
  if (next === 'underWay') return undefined;
  if (plan === undefined || next === undefined) {
    // It would read as if something were being done.
    if (plan !== undefined) acting.incident = { ...acting.incident, explanation: spent(explanation) };
    await saveDraft(work, acting);
    return undefined;
  }
  acting.incident = { ...acting.incident, operationId: next.id, operationsStarted: next.number };
  if (!(await saveDraft(work, acting))) return undefined;
  const operation = makeOperation(next.id, acting.incident, plan, input, work.now());
  // Refused where somebody else has stored it already: then it is the same one.
  await work.ports.operations.save({ value: operation });
  return next.id;
}

async function saveDraft({ ports, settings, now }: GroupWork, draft: Drafted): Promise<boolean> {
  return await saveIncident(ports, settings.channels, draft.before, draft, now());
}

function draftsOf(
  { view }: GroupWork,
  verdict: Verdict,
  previous: ReadonlyMap<string, Versioned<Incident>>,
  leading: string | undefined,
  input: ApprovalInput,
): Drafted[] {
  const key = scopeKey(verdict.scope);
  const before = previous.get(key);
  const kept = keptEvidence(verdict, view.members);
  const draft = draftIncident(view.group, kept, before?.value, key === leading, input);
  return draft === undefined ? [] : [{ ...draft, before }];
}

/** Whichever of the group's incidents the operation was started for: it is one outage to whoever said no. */
function stopOf(
  { view, world }: GroupWork,
  open: ReadonlyArray<Versioned<Incident>>,
  known: Incident | undefined,
): Stop | undefined {
  const incidents = [...open.map(({ value }) => value), ...(known === undefined ? [] : [known])];
  return personsStop(world.operations, view.group.name, new Set(incidents.map(({ id }) => id)));
}

/** What was decided is being carried out, or was: why it was done stays written as it was. */
function isActedOn(incident: Incident | undefined, operations: readonly Operation[]): boolean {
  const operation = operations.find(({ id }) => id === incident?.operationId);
  return operation !== undefined && (mayStillMove(operation) || hasMoved(operation));
}

/** The incident on which the group's decision is made: the one of the group's verdict, or the region's that covers it. */
function leadingScope(verdict: Verdict | undefined, verdicts: readonly Verdict[]): string | undefined {
  if (verdict === undefined) return undefined;
  const same = verdicts.find(({ scope }) => scopeKey(scope) === scopeKey(verdict.scope));
  const region = verdicts.find(({ scope }) => scope.kind === 'region' && scope.region === verdict.scope.region);
  const leading = same ?? region;
  return leading === undefined ? undefined : scopeKey(leading.scope);
}

/** By scope: the open incident, else one that ended lately and may come back. */
async function previousOf(
  { ports, view, world }: GroupWork,
  open: ReadonlyArray<Versioned<Incident>>,
  verdicts: readonly Verdict[],
): Promise<Map<string, Versioned<Incident>>> {
  const found = new Map(open.map((incident) => [scopeKey(incident.value.scope), incident]));
  const missing = verdicts.map(({ scope }) => scopeKey(scope)).filter((key) => !found.has(key));
  if (missing.length === 0) return found;
  const recent = (await world.recentIncidents()).filter(({ group }) => group === view.group.name);
  for (const key of missing) {
    const last = recent.find(({ scope }) => scopeKey(scope) === key);
    const row = last === undefined ? undefined : await ports.incidents.load(last.id);
    if (row !== undefined) found.set(key, row);
  }
  return found;
}

function approvalInput(work: GroupWork, explanation: Explanation | null, nowMs: number): ApprovalInput {
  return {
    told: { explanation, breakGlass: work.breakGlass },
    validForMs: work.settings.approvalValidForMs,
    newTokenId: () => work.ports.newTokenId(),
    nowMs,
  };
}
