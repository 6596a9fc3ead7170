import { nextApproval } from '../../../shared/access/approval.ts';
import { applyOperatorCommand } from '../../../shared/operations/operator.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import type { Deployment, Surroundings } from './deployment.ts';
import type { OperatorAct, PersonAct } from './storyPlan.ts';

const ALLOWED_MS = 900_000;
const USUAL_ACT: PersonAct = { afterMs: 5_000, does: 'approves' };
const CALM_ACT: OperatorAct = { afterMs: 10_000, does: 'giveUp' };

/** Whoever answers questions and looks after operations that ask. Each question of the plan is answered by its next act. */
export class People {
  readonly #around: Surroundings;
  readonly #wake: (deployment: Deployment, operationId?: string) => void;
  readonly #asked = new Set<string>();
  readonly #looked = new Set<string>();
  #personActs: PersonAct[];
  #operatorActs: OperatorAct[];

  constructor(around: Surroundings, wake: (deployment: Deployment, operationId?: string) => void) {
    this.#around = around;
    this.#wake = wake;
    this.#personActs = [...around.plan.person];
    this.#operatorActs = [...around.plan.operator];
  }

  /** An incident was stored: does it ask? */
  async incidentSaved(deployment: Deployment, id: string): Promise<void> {
    const { world } = this.#around;
    const approval = (await deployment.tables.incidents.load(id))?.value.approval;
    if (approval?.state !== 'pending' || this.#asked.has(approval.tokenId)) return;
    this.#asked.add(approval.tokenId);
    const act = this.#personActs.shift() ?? USUAL_ACT;
    if (act.does === 'nothing') return;
    const waitsMs = act.does === 'approvesAfterExpiry' ? approval.expiresAtMs - world.nowMs + 5_000 : act.afterMs;
    const { tokenId, fingerprint } = approval;
    world.at(world.nowMs + waitsMs, () => void this.#decide(deployment, id, { act, tokenId, fingerprint }));
  }

  /** The way of the decision page: what is decided is the plan that is stored now, with the link that was sent. */
  async #decide(
    deployment: Deployment,
    id: string,
    { act, tokenId, fingerprint }: { act: PersonAct; tokenId: string; fingerprint: string },
  ): Promise<void> {
    const { world, story } = this.#around;
    const row = await deployment.tables.incidents.load(id);
    const { approval, explanation } = row?.value ?? {};
    if (row === undefined || approval === undefined) return;
    const plan = explanation?.plan ?? null;
    // Somebody who has the link of one plan, and sends it for another one.
    const current = act.does === 'approvesAnotherPlan' ? `not ${fingerprint}` : (plan?.fingerprint ?? null);
    const decided = nextApproval(approval, {
      kind: act.does === 'rejects' ? 'reject' : 'approve',
      tokenId,
      by: 'ann',
      comment: 'simulated',
      atMs: world.nowMs,
      currentFingerprint: current,
    });
    world.tell('ann', act.does, tokenId, decided.request.state);
    if (!decided.changed) return;
    const { request } = decided;
    const rejection =
      request.state === 'rejected' && request.decision !== null
        ? { rejection: { fingerprint: request.fingerprint, ...request.decision } }
        : {};
    const saved = await deployment.tables.incidents.save({
      ...row,
      value: { ...row.value, approval: request, ...rejection },
    });
    if (saved === undefined) return;
    if (request.state === 'approved')
      story.approvals.push({
        atMs: world.nowMs,
        deployments: deployment.tables.name,
        incidentId: id,
        fingerprint: request.fingerprint,
        ceilingMs: plan?.lossCeilingMs ?? null,
        inTime: request.fingerprint === plan?.fingerprint,
      });
    this.#wake(deployment);
  }

  /** An operation was stored: does it wait for somebody? In the calm whatever waits is given up. */
  operationSaved(deployment: Deployment, operation: Operation): void {
    const { world } = this.#around;
    const asking = operation.state === 'failed' || operation.steps.some(({ state }) => state === 'asking');
    const key = `${deployment.tables.name} ${operation.id} ${operation.journal.length}`;
    const isOpen = operation.state === 'running' || operation.state === 'failed' || operation.state === 'fencing';
    if (!isOpen || this.#looked.has(key)) return;
    const mayAbort = this.#operatorActs[0]?.does === 'abort' && operation.state === 'running';
    if (!asking && !mayAbort) return;
    this.#looked.add(key);
    const act = this.#operatorActs.shift();
    if (act !== undefined) world.at(world.nowMs + act.afterMs, () => void this.#command(deployment, operation.id, act));
  }

  async inTheCalm(deployment: Deployment): Promise<void> {
    for (const operation of await deployment.tables.operations.open()) {
      const asking = operation.state === 'failed' || operation.steps.some(({ state }) => state === 'asking');
      if (asking) await this.#command(deployment, operation.id, CALM_ACT);
    }
  }

  async #command(deployment: Deployment, operationId: string, { does }: OperatorAct): Promise<void> {
    const { world, story } = this.#around;
    if (does === 'nothing') return;
    const allows = does === 'retryAndAllow';
    const answer = await applyOperatorCommand(deployment.tables.operations, operationId, {
      what: does === 'retryAndAllow' ? 'retry' : does,
      by: 'ann',
      comment: 'simulated',
      atMs: world.nowMs,
      ...(allows ? { allowsLossMs: ALLOWED_MS } : {}),
    });
    if (!answer.done) return;
    if (allows)
      story.allowances.push({
        atMs: world.nowMs,
        deployments: deployment.tables.name,
        operationId,
        upToMs: ALLOWED_MS,
      });
    world.tell('ann says', does, operationId);
    this.#wake(deployment, operationId);
  }
}
