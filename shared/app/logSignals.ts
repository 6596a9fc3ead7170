import type { LogSignal } from '../outage/logPorts.ts';
import type { Storage } from './ports.ts';

const STATE = 'log-queries';

type WithState = { state: Pick<Storage['state'], 'read' | 'write'> };

/** By the name of the query. */
export async function readLogSignals({ state }: WithState): Promise<Record<string, LogSignal>> {
  const stored = await state.read(STATE);
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).filter((entry): entry is [string, LogSignal] => isSignal(entry[1])));
}

export async function writeLogSignals({ state }: WithState, signals: Record<string, LogSignal>): Promise<void> {
  await state.write(STATE, signals);
}

function isSignal(value: unknown): value is LogSignal {
  if (typeof value !== 'object' || value === null) return false;
  const { atMs, hits, value: number, failure } = value as Record<string, unknown>;
  const isNumber = (one: unknown) => one === null || (typeof one === 'number' && Number.isFinite(one));
  return Number.isFinite(atMs) && isNumber(hits) && isNumber(number) && (failure === undefined || isFailure(failure));
}

function isFailure(value: unknown): boolean {
  const { kind, message } = (value ?? {}) as Record<string, unknown>;
  return typeof kind === 'string' && typeof message === 'string';
}
