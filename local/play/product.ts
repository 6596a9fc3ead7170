/** What the product answers over HTTP, as far as an expectation or the scorecard looks at it. */
import type { Deployment } from '../desk/types.ts';

/** GET /api/status */
export interface ShownStatus {
  health?: string;
  links?: Array<{
    primary: { server: string; database: string };
    secondary: { server: string; database: string };
    state: string;
    lagSeconds: number | null;
  }>;
  problems?: Array<{ area: string; subject: string; code: string }>;
  /** Every one that is not quiet. */
  alerts?: Array<{ condition: string; phase: string }>;
}

/** One of the `groups` of GET /api/notifications: alerts that a channel is told of together. */
export interface ShownGroup {
  channel: string;
  /** Why it is not told now; null when it is. */
  because: string | null;
  alerts: Array<{ condition: string; muted: { because: string } | null }>;
}

/** One of GET /api/incidents */
export interface ShownIncident {
  id: string;
  /** Who shows it; added by whoever asks several. */
  deployment: Deployment['name'];
  group: string;
  scope: { kind: 'region'; region: string } | { kind: 'database'; server: string; database: string; region: string };
  phase: string;
  opened: string;
  verdict: { name: string; agreedSince: string | null; sentence: string };
  decided: { at: string; decision: string; sentence: string } | null;
  approval: { state: string; asked: string } | null;
  operationId: string | null;
}

/** GET /api/incidents/{id}/explain */
export interface ShownExplanation {
  id: string;
  group: string;
  decided: { decision: string; sentence: string } | null;
  sentences: string[];
  gates: Array<{ gate: string; open: boolean; sentence: string }>;
}

/** One of GET /api/operations */
export interface ShownOperation {
  id: string;
  group: string;
  state: string;
  steps: Array<{
    database: string;
    candidate: string | null;
    mode: string;
    state: string;
    lossBoundSeconds: number | null;
  }>;
}

/** GET /api/operations/{id}, what is not in the list. */
export interface ShownOperationDetail extends ShownOperation {
  plan: { made: string };
  journal: Array<{ at: string; step: number | null; from: string; event: string; to: string; sentence: string }>;
}

/** What of it is worth asking for. */
export interface Questions {
  status: boolean;
  held: boolean;
  incidents: boolean;
  explanations: boolean;
  operations: boolean;
}

/** Of all guardians together; undefined where none answered. */
export interface Answers {
  status: ShownStatus | undefined;
  held: ShownGroup[] | undefined;
  incidents: ShownIncident[] | undefined;
  explanations: ShownExplanation[] | undefined;
  operations: ShownOperation[] | undefined;
}

type Asked = Pick<Deployment, 'url' | 'masterKey'>;
type Guardian = Pick<Deployment, 'name'> & Asked;

const ASK_DEADLINE_MS = 5_000;

/** Undefined when it does not answer with 200 and JSON. */
export async function askJson<T>(app: Asked, path: string): Promise<T | undefined> {
  try {
    const response = await fetch(`${app.url}${path}`, {
      headers: { 'x-functions-key': app.masterKey },
      signal: AbortSignal.timeout(ASK_DEADLINE_MS),
    });
    if (response.ok) return (await response.json()) as T;
    await response.body?.cancel();
    return undefined;
  } catch {
    return undefined;
  }
}

/** What the product itself shows of its links; undefined when it does not answer. */
export const askStatus = (app: Asked) => askJson<ShownStatus>(app, '/api/status');

/** Asks only what is wanted; status and notifications of the first guardian, the rest of all. */
export async function askProduct(guardians: readonly Guardian[], wanted: Questions): Promise<Answers> {
  const [first] = guardians;
  const [status, held, incidents, operations] = await Promise.all([
    wanted.status && first ? askStatus(first) : undefined,
    wanted.held && first ? askJson<{ groups: ShownGroup[] }>(first, '/api/notifications') : undefined,
    wanted.incidents || wanted.explanations ? askEach(guardians, incidentsOf) : undefined,
    wanted.operations
      ? askEach(
          guardians,
          async (app) => (await askJson<{ operations: ShownOperation[] }>(app, '/api/operations'))?.operations,
        )
      : undefined,
  ]);
  const explanations = wanted.explanations ? await askEach(guardians, explanationsOf) : undefined;
  return { status, held: held?.groups, incidents, explanations, operations };
}

async function incidentsOf(app: Guardian): Promise<ShownIncident[] | undefined> {
  const answer = await askJson<{ incidents: Array<Omit<ShownIncident, 'deployment'>> }>(app, '/api/incidents');
  return answer?.incidents.map((incident) => ({ ...incident, deployment: app.name }));
}

async function explanationsOf(app: Guardian): Promise<ShownExplanation[] | undefined> {
  const incidents = await incidentsOf(app);
  if (incidents === undefined) return undefined;
  const explained = await Promise.all(
    incidents
      .slice(0, MOST_EXPLAINED)
      .map(({ id }) => askJson<ShownExplanation>(app, `/api/incidents/${encodeURIComponent(id)}/explain`)),
  );
  return explained.filter((one) => one !== undefined);
}

const MOST_EXPLAINED = 10;

async function askEach<T, A extends Asked>(
  guardians: readonly A[],
  ask: (app: A) => Promise<T[] | undefined>,
): Promise<T[] | undefined> {
  const answers = (await Promise.all(guardians.map(ask))).filter((answer) => answer !== undefined);
  return answers.length === 0 ? undefined : answers.flat();
}

/** Every operation with its plan, for the scorecard. */
export async function askOperations(guardians: readonly Asked[]): Promise<ShownOperationDetail[]> {
  const details = await askEach(guardians, async (app) => {
    const list = await askJson<{ operations: ShownOperation[] }>(app, '/api/operations');
    const each = (list?.operations ?? []).map(({ id }) =>
      askJson<ShownOperationDetail>(app, `/api/operations/${encodeURIComponent(id)}`),
    );
    return (await Promise.all(each)).filter((one) => one !== undefined);
  });
  return details ?? [];
}
