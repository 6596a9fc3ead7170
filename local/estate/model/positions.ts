import type { Curve } from './curve.ts';
import { positionAt, timeOf } from './curve.ts';
import type { DatabaseRecord, LinkRecord } from './entities.ts';
import { ACKNOWLEDGEMENT_MS } from './timings.ts';

/** Are its commits its own? So with a primary, and with one that has not heard that it no longer is. */
export function leads(database: DatabaseRecord): boolean {
  return database.up === null || database.superseded !== null;
}

/** Where this database's commits are made: at the top of its chain, or at itself when nothing replicates into it. */
export function rootOf(database: DatabaseRecord): DatabaseRecord {
  let root = database;
  while (root.up !== null && root.superseded === null) root = root.up.primary;
  return root;
}

/** The true primary, whoever else believes to be one. */
export function topOf(database: DatabaseRecord): DatabaseRecord {
  let top = database;
  while (top.up !== null) top = top.up.primary;
  return top;
}

/** The log whose commits this database holds a part of. */
export function logOf(database: DatabaseRecord): Curve {
  return rootOf(database).log;
}

/** What a database has to ship over time: its own commits, or in a chain what it hardened. */
export function sourceOf(database: DatabaseRecord): Curve {
  return database.up === null || leads(database) ? database.log : database.up.hardened;
}

/** Last commit this copy has. */
export function positionOf(database: DatabaseRecord, atMs: number): number {
  return database.up === null || leads(database) ? positionAt(database.log, atMs) : hardenedAt(database.up, atMs);
}

/** Never more than the primary has, whatever floating point makes of it. */
export function hardenedAt(link: LinkRecord, atMs: number): number {
  return Math.min(positionAt(link.hardened, atMs), positionOf(link.primary, atMs));
}

export function redoneAt(link: LinkRecord, atMs: number): number {
  const redone = Math.max(link.redoneBefore, positionAt(link.hardened, atMs - link.redoDelayMs));
  return Math.min(redone, hardenedAt(link, atMs));
}

/** What the primary knows to be hardened. */
export function acknowledgedAt(link: LinkRecord, atMs: number): number {
  return Math.min(positionAt(link.hardened, atMs - ACKNOWLEDGEMENT_MS), hardenedAt(link, atMs));
}

/** When commit `position` of this database's log was made; null before the first one. */
export function committedMs(database: DatabaseRecord, position: number): number | null {
  if (position < 1) return null;
  return timeOf(logOf(database), position) ?? null;
}
