import { randomUUID } from 'node:crypto';
import type { Configuration } from '../config/types.ts';
import type { AppContext } from './context.ts';
import { once } from './once.ts';

const STATE = 'deployment';

/** By process: the name never changes once it is stored. */
const names = new WeakMap<AppContext, () => Promise<string>>();

/**
 * What this deployment is called at the fence: the same after every restart and in every instance, and never that of another deployment,
 * even one with the same configuration. Kept in the app's own storage. @throws what storage throws
 */
export async function deploymentName(app: AppContext, { name }: Pick<Configuration, 'name'>): Promise<string> {
  let kept = names.get(app);
  if (kept === undefined) {
    kept = once(async () => `${name} in ${app.region}, ${await storedId(app)}`);
    names.set(app, kept);
  }
  return await kept();
}

async function storedId(app: AppContext): Promise<string> {
  const { state } = await app.ports.storage();
  const known = idOf((await state.load(STATE))?.value);
  if (known !== undefined) return known;
  await state.replace(STATE, { value: { id: randomUUID() } });
  const stored = idOf((await state.load(STATE))?.value);
  if (stored === undefined)
    throw new Error(`Expected to store this deployment's identity, saw none when reading it back.`);
  return stored;
}

function idOf(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
