import type { Notice } from '../../../shared/alerting/types.ts';
import { SEVERITIES, T0, TROUBLES } from './estate.ts';
import type { Spell, Truth } from './truth.ts';

interface Event {
  /** When it is stored; until then nobody can know. */
  atMs: number;
  notice: Notice;
  stored: (nowMs: number) => void;
}

/** What begins, becomes worse and ends; each is an event that is stored at once or late, never before the one that it follows. */
export class Happenings {
  readonly truth: Truth = {
    spells: [],
    silences: [],
    windows: [],
    outages: [],
    people: [{ name: 'teams', fromMs: T0 }],
    endMs: T0,
  };
  readonly #active = new Map<number, { first: Notice; spell: Spell }>();
  readonly #outages = new Map<string, { first: Notice; truth: Truth['outages'][number] }>();
  readonly #begunAtMs = new Map<number | string, number>();
  #events: Event[] = [];

  begin(trouble: number, severity: number, nowMs: number, lateMs = 0): void {
    const about = TROUBLES[trouble];
    if (about === undefined || this.#active.has(trouble) || this.#hasBegun(trouble, nowMs)) return;
    const { condition, subject } = about;
    const first = noticeOf(`${trouble}`, {
      condition,
      severity: SEVERITIES[severity] ?? 'error',
      subject,
      atMs: nowMs,
    });
    const spell: Spell = { trouble, firedAtMs: nowMs, beganAtMs: Number.POSITIVE_INFINITY };
    this.#active.set(trouble, { first, spell });
    this.#tell(first, nowMs + lateMs, (atMs) => {
      spell.beganAtMs = atMs;
      if (first.severity === 'critical') spell.criticalAtMs = atMs;
      this.truth.spells.push(spell);
    });
  }

  worsen(trouble: number, nowMs: number, lateMs = 0): void {
    const active = this.#active.get(trouble);
    if (active === undefined || active.first.severity === 'critical') return;
    const { first, spell } = active;
    const critical: Notice = { ...first, severity: 'critical' };
    this.#active.set(trouble, { first: critical, spell });
    const worse: Notice = { ...critical, id: `${first.id} worse`, reason: 'worse', atMs: nowMs, follows: first.id };
    this.#tell(worse, nowMs + lateMs, (atMs) => {
      spell.criticalAtMs = atMs;
    });
  }

  end(trouble: number, nowMs: number, lateMs = 0): void {
    const active = this.#active.get(trouble);
    if (active === undefined) return;
    this.#active.delete(trouble);
    this.#tell(endOf(active.first, nowMs), nowMs + lateMs, (atMs) => {
      active.spell.endedAtMs = atMs;
    });
  }

  /** Opens one, or ends the one that is open. */
  outage(region: string, nowMs: number): void {
    const open = this.#outages.get(region);
    if (open !== undefined) {
      this.#outages.delete(region);
      this.#tell(endOf(open.first, nowMs), nowMs, (atMs) => {
        open.truth.untilMs = atMs;
      });
      return;
    }
    if (this.#hasBegun(region, nowMs)) return;
    const subject = { kind: 'region' as const, key: region };
    const first = noticeOf(region, { condition: 'RegionOutage', severity: 'critical', subject, atMs: nowMs });
    const truth: Truth['outages'][number] = { region, fromMs: nowMs };
    this.#outages.set(region, { first, truth });
    this.#tell(first, nowMs, (atMs) => {
      truth.fromMs = atMs;
      this.truth.outages.push(truth);
    });
  }

  endAll(nowMs: number): void {
    for (const trouble of [...this.#active.keys()]) this.end(trouble, nowMs);
    for (const region of [...this.#outages.keys()]) this.outage(region, nowMs);
  }

  /** Those that are stored now. */
  due(nowMs: number): Event[] {
    const due = this.#events.filter(({ atMs }) => atMs <= nowMs);
    this.#events = this.#events.filter(({ atMs }) => atMs > nowMs);
    return due;
  }

  nextMs(): number {
    return Math.min(...this.#events.map(({ atMs }) => atMs));
  }

  /** A sweep takes its time: nothing begins twice at one moment, and the id of a beginning names that. */
  #hasBegun(what: number | string, nowMs: number): boolean {
    const isNow = this.#begunAtMs.get(what) === nowMs;
    this.#begunAtMs.set(what, nowMs);
    return isNow;
  }

  #tell(notice: Notice, atMs: number, stored: (nowMs: number) => void): void {
    this.#events.push({ atMs: Math.max(atMs, ...this.#events.map((event) => event.atMs)), notice, stored });
  }
}

function noticeOf(name: string, about: Pick<Notice, 'condition' | 'severity' | 'subject' | 'atMs'>): Notice {
  const { atMs } = about;
  return { ...about, id: `${name} ${atMs}`, reason: 'first', sinceMs: atMs, durationMs: 0, sentence: 's' };
}

function endOf(first: Notice, nowMs: number): Notice {
  const durationMs = nowMs - first.sinceMs;
  return { ...first, id: `${first.id} over`, reason: 'resolved', atMs: nowMs, durationMs, follows: first.id };
}
