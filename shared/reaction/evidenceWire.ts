import { changeOf } from '../outage/evidenceChange.ts';
import type { EvidencePublisher, EvidenceStore } from '../outage/ports.ts';
import type { Evidence } from '../outage/types.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export interface EvidenceWireOptions {
  evidence: Pick<EvidenceStore, 'put'>;
  /** Undefined: nothing is published, the timer finds it in the table. */
  publisher?: EvidencePublisher | undefined;
  onTrouble: (trouble: Trouble) => void;
}

const AT_ONCE = 4;
/** After so many failures the topics are taken for gone until the next round. */
const MOST_FAILURES = 3;
/** What is told for nobody's sake but the reader's wakes nobody up. */
const QUIET: ReadonlySet<Evidence['source']> = new Set(['secondaryView']);

/**
 * Where evidence goes: into the table first, then, when somebody should hear of it, out as an event. Publishing waits for nobody and
 * holds nobody up; its failure is told, never thrown.
 */
export class EvidenceWire {
  readonly #options: EvidenceWireOptions;
  readonly #waiting: Evidence[] = [];
  readonly #senders = new Set<Promise<void>>();
  #failures = 0;
  #unpublished = 0;

  constructor(options: EvidenceWireOptions) {
    this.#options = options;
  }

  /** Undefined when it could not be stored: then it is not published either. Never rejects. */
  async put(evidence: Evidence, tell: 'changes' | 'always' = 'changes'): Promise<Evidence | undefined> {
    try {
      const merged = await this.#options.evidence.put(evidence);
      if (tell === 'always' || (merged.changed && !QUIET.has(evidence.source))) this.#publish(merged.evidence);
      return merged.evidence;
    } catch (error) {
      this.#options.onTrouble(troubleOf('store', evidence.id, error));
      return undefined;
    }
  }

  /** Ends when everything was published or given up. Never rejects. */
  async settle(): Promise<void> {
    await Promise.all(this.#senders);
    if (this.#unpublished === 0) return;
    const message = `${this.#unpublished} change(s) of evidence were not published: they are in the table, where the timer finds them.`;
    this.#options.onTrouble({ what: 'publish', subject: 'evidence', message });
    this.#unpublished = 0;
  }

  #publish(evidence: Evidence): void {
    const { publisher } = this.#options;
    if (publisher === undefined) return;
    this.#waiting.push(evidence);
    if (this.#senders.size >= AT_ONCE) return;
    const sender = this.#send(publisher).finally(() => this.#senders.delete(sender));
    this.#senders.add(sender);
  }

  async #send(publisher: EvidencePublisher): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (this.#failures >= MOST_FAILURES) {
        this.#unpublished += 1;
        continue;
      }
      try {
        await publisher.publish(changeOf(next));
      } catch (error) {
        this.#failures += 1;
        this.#unpublished += 1;
        this.#options.onTrouble(troubleOf('publish', next.id, error));
      }
    }
  }
}
