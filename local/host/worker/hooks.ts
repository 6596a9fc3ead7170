/** The app's hooks: what `app.hook.*` registered, in order. */
import type { HookCallback } from './types.ts';

const HOOK_NAMES = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
export type HookName = (typeof HOOK_NAMES)[number];

/** Thrown for a hook this worker does not have. The library looks for exactly this shape (`app.hook.log` on workers before 3.10). */
export class UnrecognizedHookError extends RangeError {
  readonly isAzureFunctionsSystemError = true;
  constructor(name: string) {
    super(`Unrecognized hook "${name}"`);
    this.name = 'RangeError';
  }
}

export class Hooks {
  /** Shared by every hook of the app for as long as it lives. */
  readonly #appHookData: Record<string, unknown> = {};
  readonly #callbacks = new Map<string, HookCallback[]>();

  constructor(supported: readonly string[] = HOOK_NAMES) {
    for (const name of supported) this.#callbacks.set(name, []);
  }

  /**
   * Adds a hook; the result takes it away again.
   * @throws UnrecognizedHookError for a name that is not supported.
   */
  register(name: string, callback: HookCallback): () => void {
    const list = this.#callbacks.get(name);
    if (!list) throw new UnrecognizedHookError(name);
    list.push(callback);
    return () => {
      const at = list.indexOf(callback);
      if (at >= 0) list.splice(at, 1);
    };
  }

  /** Runs the hooks one after the other; the first that throws ends the series with its error. */
  async run(name: HookName, context: Record<string, unknown>): Promise<void> {
    for (const callback of this.#callbacks.get(name) ?? []) await callback(context);
  }

  /** Runs log hooks, which cannot wait. */
  runNow(name: 'log', context: Record<string, unknown>): void {
    for (const callback of this.#callbacks.get(name) ?? []) callback(context);
  }

  /** A hook context: the given fields, the invocation's hook data, the app's hook data. The last two cannot be replaced. */
  context(fields: Record<string, unknown>, hookData: Record<string, unknown> = {}): Record<string, unknown> {
    const readOnly = (name: string, value: object) => ({
      enumerable: true,
      get: () => value,
      set: () => {
        throw new Error(`Cannot assign to read only property "${name}" of a hook context; change its fields instead.`);
      },
    });
    return Object.defineProperties(
      { ...fields },
      { hookData: readOnly('hookData', hookData), appHookData: readOnly('appHookData', this.#appHookData) },
    );
  }
}
