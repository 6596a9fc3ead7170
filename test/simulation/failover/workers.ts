import type { Process } from './world.ts';

/** Operations that one process drives at the same time. */
const AT_ONCE = 4;

/** What each process drives, and what waits until one of these is done. It dies with its process. */
export class Workers {
  readonly #busy = new WeakMap<Process, number>();
  readonly #waiting = new WeakMap<Process, string[]>();

  /** False when the operation has to wait; then `ends` gives it. */
  begins(process: Process, operationId: string): boolean {
    const busy = this.#busy.get(process) ?? 0;
    if (busy < AT_ONCE) {
      this.#busy.set(process, busy + 1);
      return true;
    }
    const waiting = this.#waiting.get(process) ?? [];
    if (!waiting.includes(operationId)) this.#waiting.set(process, [...waiting, operationId]);
    return false;
  }

  /** One is done: the operation that goes on in its place. */
  ends(process: Process): string | undefined {
    this.#busy.set(process, (this.#busy.get(process) ?? 1) - 1);
    return this.#waiting.get(process)?.shift();
  }
}
