import type { Unread } from './optionalStatements.ts';

/** A permission may be granted any time; asking for it every minute would fill the server's logs with refusals. */
const REMEMBERED_MS = 3_600_000;

/** Views that a database refused to show, so that it is not asked each time. */
export class RefusedViews {
  readonly #refused = new Map<string, Map<string, { message: string; untilMs: number }>>();

  get size(): number {
    return this.#refused.size;
  }

  /** What need not be asked now. */
  known(database: string, nowMs: number): Unread[] {
    const views = this.#refused.get(database);
    return [...(views ?? [])]
      .filter(([, { untilMs }]) => untilMs > nowMs)
      .map(([view, { message }]) => ({ view, message }));
  }

  remember(database: string, refused: readonly Unread[], nowMs: number): void {
    if (refused.length === 0) return;
    const views = new Map(this.#refused.get(database));
    for (const { view, message } of refused) views.set(view, { message, untilMs: nowMs + REMEMBERED_MS });
    // At the end again: what is at the front was refused longest ago.
    this.#refused.delete(database);
    this.#refused.set(database, views);
    for (const oldest of this.#refused.keys()) {
      if (this.known(oldest, nowMs).length > 0) return;
      this.#refused.delete(oldest);
    }
  }
}
