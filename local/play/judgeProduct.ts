/** Whether the product says of an outage what was expected: its incidents, its explanations, its operations, its page. */
import type {
  ExplainedPattern,
  HeldPattern,
  IncidentPattern,
  OperationPattern,
  PagePattern,
} from './expectationSchema.ts';
import type { ShownExplanation, ShownGroup, ShownIncident, ShownOperation } from './product.ts';
import { splitName } from './splitName.ts';
import type { Verdict } from './verdict.ts';

/** What a person saw after a decision. */
export interface SeenPage {
  status: number;
  text: string;
}

const SILENT: Verdict = { holds: false, seen: 'the app did not answer' };

export function judgeHeld(pattern: HeldPattern, groups: readonly ShownGroup[] | undefined): Verdict {
  if (groups === undefined) return SILENT;
  const found = groups.filter(
    ({ channel, because, alerts }) =>
      (pattern.channel === undefined || pattern.channel === channel) &&
      alerts.some(
        (alert) => alert.condition === pattern.condition && [because, alert.muted?.because].includes(pattern.because),
      ),
  );
  const list = groups.map(
    ({ channel, because, alerts }) =>
      `${channel}: ${alerts.map(({ condition, muted }) => `${condition} ${muted?.because ?? ''}`.trim()).join(', ')} (${because ?? 'told'})`,
  );
  return { holds: found.length > 0, seen: list.join('; ') || 'no group of alerts' };
}

export function judgeIncident(pattern: IncidentPattern, incidents: readonly ShownIncident[] | undefined): Verdict {
  if (incidents === undefined) return SILENT;
  return { holds: incidents.some((incident) => matchesIncident(pattern, incident)), seen: listIncidents(incidents) };
}

/** An app that does not answer shows no incident either; what it did meanwhile is seen when it answers again. */
export function judgeNoIncident(pattern: IncidentPattern, incidents: readonly ShownIncident[] | undefined): Verdict {
  const found = (incidents ?? []).filter((incident) => matchesIncident(pattern, incident));
  return { holds: found.length === 0, seen: listIncidents(found) };
}

function matchesIncident(pattern: IncidentPattern, incident: ShownIncident): boolean {
  const { scope } = incident;
  const is = (wanted: string | undefined, seen: string | undefined) => wanted === undefined || wanted === seen;
  const isDatabase = (name: string) => {
    const { server, database } = splitName(name.toLowerCase());
    return (
      scope.kind === 'database' && scope.server.toLowerCase() === server && scope.database.toLowerCase() === database
    );
  };
  return (
    is(pattern.deployment, incident.deployment) &&
    is(pattern.group, incident.group) &&
    is(pattern.verdict, incident.verdict.name) &&
    is(pattern.region, scope.region) &&
    (pattern.database === undefined || isDatabase(pattern.database)) &&
    is(pattern.phase, incident.phase) &&
    is(pattern.decision, incident.decided?.decision) &&
    is(pattern.approval, incident.approval?.state)
  );
}

function listIncidents(incidents: readonly ShownIncident[]): string {
  const list = incidents.map(({ group, scope, phase, verdict, decided, approval }) =>
    [
      group,
      scope.kind === 'region' ? scope.region : `${scope.server}/${scope.database}`,
      phase,
      verdict.name,
      decided === null ? 'nothing decided' : `${decided.decision} (${decided.sentence})`,
      approval === null ? '' : `approval ${approval.state}`,
    ].join(' '),
  );
  return list.join('; ') || 'no incident';
}

export function judgeExplained(
  pattern: ExplainedPattern,
  explanations: readonly ShownExplanation[] | undefined,
): Verdict {
  if (explanations === undefined) return SILENT;
  const ours = explanations.filter(({ group }) => group === pattern.group);
  return {
    holds: ours.some((explanation) => matchesExplanation(pattern, explanation)),
    seen: ours.map(describe).join('; ') || `no incident of ${pattern.group}`,
  };
}

function matchesExplanation(pattern: ExplainedPattern, { decided, sentences, gates }: ShownExplanation): boolean {
  if (pattern.decision !== undefined && pattern.decision !== decided?.decision) return false;
  if (pattern.gate === undefined) return includes(sentences.join(' '), pattern.says);
  return gates.some(
    ({ gate, open, sentence }) =>
      gate === pattern.gate &&
      (pattern.open === undefined || pattern.open === open) &&
      includes(`${sentence} ${sentences.join(' ')}`, pattern.says),
  );
}

const includes = (text: string, part: string | undefined) =>
  part === undefined || text.toLowerCase().includes(part.toLowerCase());

const describe = ({ decided, gates, sentences }: ShownExplanation) =>
  `${decided?.decision ?? 'nothing decided'}, closed: ${
    gates
      .filter(({ open }) => !open)
      .map(({ gate, sentence }) => `${gate} (${sentence})`)
      .join(', ') || 'none'
  }${gates.length === 0 ? ` (${sentences.join(' ')})` : ''}`;

export function judgeOperation(pattern: OperationPattern, operations: readonly ShownOperation[] | undefined): Verdict {
  if (operations === undefined) return SILENT;
  return {
    holds: operations.some(
      ({ group, state, steps }) =>
        (pattern.group === undefined || pattern.group === group) &&
        (pattern.state === undefined || pattern.state === state) &&
        (pattern.step === undefined || steps.some((step) => step.state === pattern.step)),
    ),
    seen:
      operations.map(({ state, steps }) => `${state}: ${steps.map((step) => step.state).join(', ')}`).join('; ') ||
      'no operation',
  };
}

export function judgePage(pattern: PagePattern, page: SeenPage | undefined): Verdict {
  if (page === undefined) return { holds: false, seen: 'nobody decided yet' };
  return {
    holds: (pattern.status === undefined || pattern.status === page.status) && includes(page.text, pattern.says),
    seen: `${page.status}: ${page.text.slice(0, 300)}`,
  };
}
