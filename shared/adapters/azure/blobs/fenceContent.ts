import type { FenceIntent } from '../../../operations/ports.ts';
import { DEFAULT_OPERATION_RULES } from '../../../operations/rules.ts';
import { databaseKey } from '../../../topology/linkKey.ts';

/** What the fence's blob says. Every moment is the storage service's own, so that nobody's clock matters. */
export interface FenceContent {
  /** The greatest number that was given out: to a turn or to a note. */
  token: number;
  /** The deployment that holds the fence, or held it last. */
  holder: string;
  /** Those of its turns that use it: it is held for as long as one of them does. The newest of each operation. */
  turns: FenceTurn[];
  /** The newest for each primary database, the newest last. */
  notes: FenceNote[];
}

export interface FenceTurn {
  operationId: string;
  token: number;
  untilMs: number;
}

export interface FenceNote {
  /** Greater than the token of every turn that may know of it. */
  number: number;
  intent: FenceIntent;
}

/** Undefined for what is no fence. */
export function parseFence(text: string): FenceContent | undefined {
  try {
    const value = JSON.parse(text) as Partial<FenceContent> | null;
    const { token, holder, turns, notes } = value ?? {};
    const right =
      Number.isSafeInteger(token) &&
      typeof holder === 'string' &&
      Array.isArray(turns) &&
      turns.every(isTurn) &&
      Array.isArray(notes) &&
      notes.every(isNote);
    return right ? (value as FenceContent) : undefined;
  } catch {
    return undefined;
  }
}

function isTurn(value: Partial<FenceTurn> | null): boolean {
  const { operationId, token, untilMs } = value ?? {};
  return typeof operationId === 'string' && Number.isSafeInteger(token) && Number.isFinite(untilMs);
}

function isNote(value: Partial<FenceNote> | null): boolean {
  const { number, intent } = value ?? {};
  const { operationId, deadlineMs, link } = intent ?? {};
  const primary = link?.primary;
  const names = [operationId, link?.linkKey, primary?.server, primary?.database];
  return (
    Number.isSafeInteger(number) && typeof deadlineMs === 'number' && names.every((name) => typeof name === 'string')
  );
}

/**
 * Held by nobody. A blob that is new, or was deleted or damaged, begins with the present second: on the whole fewer numbers are given out
 * than seconds pass, so no earlier one was as great.
 */
export function emptyFence(nowMs: number): FenceContent {
  return { token: Math.floor(nowMs / 1_000) - 1, holder: '', turns: [], notes: [] };
}

/** The service tells time in whole seconds, and perhaps by two of its servers. */
const CLOCK_MARGIN_MS = 3_000;

/**
 * Whether a blob that is no fence may begin anew. Whoever held it may be in the middle of a call, and what they noted is lost with it: nobody
 * gets it before every call that was made until then must have been settled, or a person been asked (settleWithinMs). Each write by a version
 * that knows another form puts that off.
 */
export function isSettled(writtenAtMs: number, nowMs: number): boolean {
  return nowMs >= writtenAtMs + DEFAULT_OPERATION_RULES.settleWithinMs + CLOCK_MARGIN_MS;
}

/** Whether a turn of `holder` may use the fence: it is theirs already, or nobody's turn can still be in force. */
export function isFree({ holder, turns }: FenceContent, who: string, nowMs: number): boolean {
  return holder === who || turns.every(({ untilMs }) => nowMs >= untilMs + CLOCK_MARGIN_MS);
}

/**
 * With a new turn of this operation, in the place of an older one. Other operations of the same deployment keep theirs; of another deployment
 * nobody is left. Undefined while the fence is another deployment's, and when the service does not say the time.
 */
export function withTurn(
  content: FenceContent,
  { holder, operationId, leaseMs }: { holder: string; operationId: string; leaseMs: number },
  nowMs: number,
): FenceContent | undefined {
  if (!Number.isFinite(nowMs) || !isFree(content, holder, nowMs)) return undefined;
  const token = content.token + 1;
  const others = content.holder === holder ? content.turns.filter((turn) => isOther(turn, operationId, nowMs)) : [];
  return { ...content, token, holder, turns: [...others, { operationId, token, untilMs: nowMs + leaseMs }] };
}

function isOther(turn: FenceTurn, operationId: string, nowMs: number): boolean {
  return turn.operationId !== operationId && nowMs < turn.untilMs;
}

/** The turn that has this token, while it is in force: early by up to a second, and well before another deployment may take the fence. */
export function turnInForce(
  content: FenceContent,
  holder: string,
  token: number,
  nowMs: number,
): FenceTurn | undefined {
  const turn = content.holder === holder ? content.turns.find((each) => each.token === token) : undefined;
  return turn !== undefined && nowMs < turn.untilMs ? turn : undefined;
}

export function renewed(content: FenceContent, turn: FenceTurn, untilMs: number): FenceContent {
  return { ...content, turns: content.turns.map((each) => (each === turn ? { ...turn, untilMs } : each)) };
}

export function withoutTurn(content: FenceContent, turn: FenceTurn): FenceContent {
  return { ...content, turns: content.turns.filter((each) => each !== turn) };
}

/** More databases than that are never moved at once; the oldest notes, long past their deadline, go first. */
const MOST_NOTES = 1_000;

/**
 * With this note in the place of the one for the same primary database. Undefined when since the turn began another operation has left one for
 * it, or more than `others` operations have left any: the turn has not seen them, and was judged without them.
 */
export function withNote(
  content: FenceContent,
  turn: FenceTurn,
  intent: FenceIntent,
  others = Number.POSITIVE_INFINITY,
): FenceContent | undefined {
  const key = databaseKey(intent.link.primary);
  const isSame = (note: FenceNote) => databaseKey(note.intent.link.primary) === key;
  const unseen = content.notes.filter(
    (note) => note.number > turn.token && note.intent.operationId !== turn.operationId,
  );
  const operations = new Set(unseen.map((note) => note.intent.operationId));
  if (unseen.some(isSame) || operations.size > others) return undefined;
  const token = content.token + 1;
  const notes = [...content.notes.filter((note) => !isSame(note)), { number: token, intent }].slice(-MOST_NOTES);
  return { ...content, token, notes };
}
