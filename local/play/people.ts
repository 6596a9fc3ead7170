/** What people and machines do to the app itself, one after the other, while the scenario is watched. */
import type { Deployment, Desk } from '../desk/types.ts';
import { decideAt, decisionLinks } from './decisionPage.ts';
import type { SeenPage } from './judgeProduct.ts';
import type { Action, DecisionAction } from './steps.ts';

export type AppAction = Exclude<Action, { kind: 'change' }>;

/** How long a person waits for a card that is on its way. */
const CARD_DEADLINE_MS = 20_000;
const CARD_LOOK_MS = 100;
const ASK_DEADLINE_MS = 10_000;

export class People {
  readonly #desk: Desk;
  readonly #announce: (line: string) => void;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  readonly #used = new Set<string>();
  /** What could not be done, and why. */
  readonly faults: Array<{ what: string; why: string }> = [];
  page: SeenPage | undefined;
  kills = 0;

  constructor(desk: Desk, announce: (line: string) => void) {
    this.#desk = desk;
    this.#announce = announce;
  }

  get idle(): boolean {
    return this.#waiting === 0;
  }

  /** @param what for the faults. */
  begin(action: AppAction, what: string): void {
    this.#waiting += 1;
    this.#queue = this.#queue
      .then(() => this.#act(action))
      .catch((error: unknown) => {
        this.faults.push({ what, why: error instanceof Error ? error.message : String(error) });
      })
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  /** Nothing is killed any more, and what was begun is waited for. */
  async end(): Promise<void> {
    this.#desk.journalGate?.onJournal(undefined);
    await this.#queue;
  }

  async #act(action: AppAction): Promise<void> {
    if (action.kind === 'killAfterJournal') return this.#killAfterJournal();
    if (action.kind === 'automation') return this.#switch(action);
    if (action.kind === 'silence') return this.#silence(action);
    if (action.kind === 'decision') return this.#decide(action);
    const deployment = this.#deployment(action.which);
    if (action.does === 'started') await deployment.start();
    else await deployment.stop(action.does === 'killed' ? 'SIGKILL' : 'SIGTERM');
  }

  #deployment(name: Deployment['name']): Deployment {
    const found = this.#desk.deployments.find((deployment) => deployment.name === name);
    if (found) return found;
    throw new Error(`expected a deployment '${name}' in estate.app; there is none`);
  }

  /**
   * From now on the app dies whenever a move was stored, before it hears of it, and is started again. Once for each kind of move: a crash
   * makes it judge again under a new fence, and whoever is killed there each time gets no further, as they should not.
   */
  #killAfterJournal(): void {
    const gate = this.#desk.journalGate;
    if (gate === undefined) throw new Error('the desk was started without a gate before the journals');
    const app = this.#deployment('first');
    let starting: Promise<void> = Promise.resolve();
    const died = new Set<string>();
    gate.onJournal(async ({ entries, move }) => {
      if (died.has(move)) return;
      died.add(move);
      await starting;
      await app.stop('SIGKILL');
      this.kills += 1;
      this.#announce(`  killed after entry ${entries}: ${move}`);
      starting = app.start();
      // Whoever comes next waits for it; a start that fails is told once.
      starting = starting.catch((error: unknown) => {
        this.faults.push({ what: 'start after a kill', why: error instanceof Error ? error.message : String(error) });
      });
      this.#queue = this.#queue.then(() => starting);
    });
  }

  async #switch({ does, by, comment }: Extract<AppAction, { kind: 'automation' }>): Promise<void> {
    await this.#post('/api/automation', { action: does, by, comment });
  }

  async #silence({ match, forMs, by, comment }: Extract<AppAction, { kind: 'silence' }>): Promise<void> {
    const endsAt = new Date(Date.now() + forMs).toISOString();
    await this.#post('/api/silences', { match, author: by, comment, endsAt });
  }

  async #post(path: string, body: object): Promise<void> {
    const { url, masterKey } = this.#deployment('first');
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-functions-key': masterKey },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ASK_DEADLINE_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text.slice(0, 300)}`);
  }

  async #decide(action: DecisionAction): Promise<void> {
    const link = await this.#awaitLink(action.of);
    this.#used.add(link);
    this.page = await decideAt(link, action);
    this.#announce(`  the page says ${this.page.status}: ${this.page.text.slice(0, 160)}`);
  }

  /** The first of all, or the newest that was not used before. */
  async #awaitLink(of: DecisionAction['of']): Promise<string> {
    const deadline = performance.now() + CARD_DEADLINE_MS;
    for (;;) {
      const links = decisionLinks(this.#desk.estate.teamsMessages());
      const link = of === 'first' ? links[0] : links.filter((one) => !this.#used.has(one)).at(-1);
      if (link !== undefined) return link;
      if (performance.now() > deadline) {
        throw new Error(
          `expected a card with a decision link within ${CARD_DEADLINE_MS / 1000} s; ${links.length} links were seen, each used before`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, CARD_LOOK_MS));
    }
  }
}
