/** The global switch as it is stored: a pause, a pause that has ended and is still to be told as ended, or nothing. */
import type { Pause } from '../reaction/ports.ts';
import type { Versioned } from '../replication/ports.ts';
import type { Storage } from './ports.ts';

export interface StoredPause extends Pause {
  resumed?: { byWhom: string; comment: string; atMs: number };
  /** Pauses before it whose end could not be told yet. */
  untold?: StoredPause[];
}

/** While telling fails somebody may pause and resume again and again. */
const MOST_UNTOLD = 5;

/** The pause that follows what is stored: pausing is always possible, and forgets no end that is still to be told. */
export function pauseAfter(stored: StoredPause | null | 'unreadable', pause: Pause): StoredPause {
  if (stored === null || stored === 'unreadable' || stored.resumed === undefined) return pause;
  const { untold = [], ...ended } = stored;
  return { ...pause, untold: [...untold, ended].slice(-MOST_UNTOLD) };
}

const NAME = 'automation';

/** Thrown while nobody can say whether the automation is paused: it counts as paused. */
export class SwitchUnreadable extends Error {
  constructor() {
    super(
      "Expected the automation's switch to be a pause or none, saw something else. It counts as paused. Set it anew: POST /api/automation.",
    );
    this.name = 'SwitchUnreadable';
  }
}

/** `unreadable` is a state of its own: whoever sets the switch anew mends it. */
export async function loadSwitch(
  storage: Pick<Storage, 'state'>,
): Promise<Versioned<StoredPause | null | 'unreadable'>> {
  const found = await storage.state.load(NAME);
  if (found === undefined) return { value: null };
  return { ...found, value: found.value === null ? null : (parsed(found.value) ?? 'unreadable') };
}

/** False when somebody else set it meanwhile. */
export async function setSwitch(
  storage: Pick<Storage, 'state'>,
  value: StoredPause | null,
  version: string | undefined,
): Promise<boolean> {
  return storage.state.replace(NAME, { value, ...(version === undefined ? {} : { version }) });
}

function parsed(value: unknown): StoredPause | undefined {
  const pause = signed(value, 'sinceMs');
  if (pause === undefined) return undefined;
  const base = { byWhom: pause.byWhom, comment: pause.comment, sinceMs: pause.atMs };
  const { resumed, untold } = value as { resumed?: unknown; untold?: unknown };
  const earlier = Array.isArray(untold) ? untold.slice(0, MOST_UNTOLD).flatMap((one) => parsed(one) ?? []) : [];
  const end = signed(resumed, 'atMs');
  // An end that cannot be read is none that anybody may act on.
  if (resumed !== undefined && end === undefined) return undefined;
  return { ...base, ...(end ? { resumed: end } : {}), ...(earlier.length > 0 ? { untold: earlier } : {}) };
}

function signed(value: unknown, moment: string): { byWhom: string; comment: string; atMs: number } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { byWhom, comment, [moment]: atMs } = value as Record<string, unknown>;
  if (typeof byWhom !== 'string' || typeof comment !== 'string') return undefined;
  return typeof atMs === 'number' && Number.isFinite(atMs) ? { byWhom, comment, atMs } : undefined;
}
