import type { ContainerClient } from '@azure/storage-blob';
import type { SilenceStore } from '../../../alerting/dispatch/ports.ts';
import type { Silence } from '../../../alerting/dispatch/types.ts';
import { areTexts, fields, isAbsentOr, isMoment, isObject } from '../tables/checks.ts';
import { createVersionedDocument, type DocumentOptions } from './versionedDocument.ts';

const BLOB = 'silences/current.json';

/** The silences that people made: one document, changed only under its ETag. When it cannot be read nothing is silenced. */
export function createSilenceStore(client: ContainerClient, options: DocumentOptions = {}): SilenceStore {
  const shape = { blob: BLOB, what: 'the silences', parse: asSilences, fresh: { silences: [] } };
  return createVersionedDocument<{ silences: Silence[] }>(client, { ...shape, ...options });
}

function asSilences(value: unknown): { silences: Silence[] } | undefined {
  const { silences } = fields(value);
  return Array.isArray(silences) && silences.every(isSilence) ? { silences: silences as Silence[] } : undefined;
}

function isSilence(value: unknown): boolean {
  const { id, match, author, comment, startsAtMs, endsAtMs, createdAtMs, endedBy } = fields(value);
  return (
    areTexts(id, author, comment) &&
    [startsAtMs, endsAtMs, createdAtMs].every(isMoment) &&
    isAbsentOr(endedBy, (name) => typeof name === 'string') &&
    isObject(match) &&
    Object.values(fields(match)).every((texts) => Array.isArray(texts) && areTexts(...(texts as unknown[])))
  );
}
