import type { Versioned } from '../../replication/ports.ts';
import type { DispatchState, Silence } from './types.ts';

/** One document each, changed only under its ETag. */
export interface DocumentStore<T> {
  /** Undefined when there is none yet. @throws when it cannot be read: then nobody knows what was told */
  load(): Promise<Versioned<T> | undefined>;
  /** Insert when `version` is absent. The new ETag, or undefined when the old one no longer holds and nothing was written. */
  save(document: Versioned<T>): Promise<string | undefined>;
}

/** EMPTY_DISPATCH itself is loaded where the document was damaged and is begun anew: the dispatcher knows it by that. */
export type DispatchStore = DocumentStore<DispatchState>;
export type SilenceStore = DocumentStore<{ silences: Silence[] }>;
