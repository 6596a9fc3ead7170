import type { ContainerClient } from '@azure/storage-blob';
import type { DatabaseMetrics, MetricsStore, StoredMetrics } from '../../../replication/metricsPorts.ts';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import { BlobContainer } from './blobContainer.ts';

const NAME = 'metrics/current.json';

/** What Azure Monitor said last, one JSON blob: one read for a sweep, however many databases there are. */
export function createMetricsStore(client: ContainerClient): MetricsStore {
  const container = new BlobContainer(client);
  return {
    load: async () => {
      const ready = await container.ready();
      return told('read the stored metrics', async () => {
        try {
          const answer = await ready.getBlobClient(NAME).download(0, undefined, bounded());
          const chunks: Uint8Array[] = [];
          for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
          return parseMetrics(Buffer.concat(chunks).toString('utf8'));
        } catch (error) {
          if (storageStatus(error) === 404) return {};
          throw error;
        }
      });
    },
    save: async (metrics) => {
      const ready = await container.ready();
      const body = Buffer.from(JSON.stringify(metrics));
      const headers = { blobHTTPHeaders: { blobContentType: 'application/json' }, ...bounded() };
      await told('store the metrics', () => ready.getBlockBlobClient(NAME).upload(body, body.length, headers));
    },
  };
}

/** Rows that are not as we write them are left out: the next round brings them again. */
function parseMetrics(text: string): StoredMetrics {
  try {
    const stored: unknown = JSON.parse(text);
    if (!isObject(stored)) return {};
    return Object.fromEntries(
      Object.entries(stored).filter((entry): entry is [string, DatabaseMetrics] => isRow(entry[1])),
    );
  } catch {
    return {};
  }
}

function isRow(value: unknown): value is DatabaseMetrics {
  if (!isObject(value)) return false;
  const { atMs, lag, availability, connectionFailed, logWritePercent, unread } = value;
  return (
    Number.isFinite(atMs) &&
    isObject(lag) &&
    Object.values(lag).every((one) => isObject(one) && isCount(one.lagSeconds) && Number.isFinite(one.atMs)) &&
    (availability === null || (isObject(availability) && isCount(availability.percent))) &&
    (connectionFailed === null || isCount(connectionFailed)) &&
    (logWritePercent === null ||
      (isObject(logWritePercent) && isCount(logWritePercent.sustained) && isCount(logWritePercent.peak))) &&
    (unread === undefined ||
      (isObject(unread) &&
        Number.isFinite(unread.atMs) &&
        typeof unread.subject === 'string' &&
        typeof unread.message === 'string'))
  );
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
