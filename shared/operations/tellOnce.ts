import type { OperationTelling } from './ports.ts';
import type { Turn } from './turn.ts';
import type { Operation } from './types.ts';

type Told = NonNullable<Operation['told']>;
export type FirstTelling = Pick<OperationTelling, 'id' | 'step'> & { what: Told[number]['what'] };

/**
 * Tells people, at least once, with one id. That it is about to be told is stored before: whatever happens to the operation next, and
 * whoever dies, its end is told too (rule 13). False when the outbox did not take it. The caller stores `wasTold` with what follows.
 */
export async function tellOnce(turn: Turn, { id, what, step }: FirstTelling): Promise<boolean> {
  const told = turn.operation.told ?? [];
  if (!told.some((each) => each.id === id)) {
    const entry = { id, what, atMs: turn.now(), ...(step === undefined ? {} : { step }) };
    await turn.save({ ...turn.operation, told: [...told, entry] });
  }
  try {
    await turn.ports.tell({ id, what, operation: turn.operation, ...(step === undefined ? {} : { step }) });
    return true;
  } catch {
    return false;
  }
}

/** With this telling marked as sent. */
export function wasTold({ told }: Operation, id: string): Told {
  return (told ?? []).map((each) => (each.id === id ? { ...each, sent: true } : each));
}

/** Brings to the outbox what was about to be told when somebody died: an end needs its beginning. False when the outbox did not take it. */
export async function tellWhatIsMissing(turn: Turn): Promise<boolean> {
  for (const telling of turn.operation.told ?? []) {
    if (telling.sent !== true && !(await tellOnce(turn, telling))) return false;
  }
  return true;
}
