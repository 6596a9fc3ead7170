/** Output bindings, written for real: storage queues, blobs and tables. */
import type { Clock } from '../clock.ts';
import type { QueueOptions } from '../hostJson.ts';
import type { WriteOutputs } from '../invocations.ts';
import { connectionString, resolveSettings, type Settings } from '../settings.ts';
import type { Binding, RpcTypedData } from '../worker/types.ts';
import { resolveExpressions } from './expressions.ts';
import { writeBlob, writeQueue, writeTable } from './storage.ts';
import { fromTyped } from './values.ts';

interface Dependencies {
  settings: Settings;
  queues: Pick<QueueOptions, 'messageEncoding'>;
  clock: Clock;
}

/** The writer that the host uses after a successful invocation. A binding that was given no value is left alone. */
export function createOutputWriter(dependencies: Dependencies): WriteOutputs {
  return async (fn, result, metadata) => {
    for (const binding of fn.bindings) {
      if (binding.direction !== 'out' || binding.type.toLowerCase() === 'http') continue;
      const named = result.outputs.find(({ name }) => name === binding.name)?.data;
      const value = binding.name === '$return' ? result.returnValue : named;
      if (value) await writeOne(dependencies, binding, value, metadata);
    }
  };
}

async function writeOne(
  { settings, queues, clock }: Dependencies,
  binding: Binding,
  data: RpcTypedData,
  metadata: Record<string, RpcTypedData>,
): Promise<void> {
  const connection = connectionString(binding.connection, settings);
  const field = (name: string) => resolveSettings(String(binding[name] ?? ''), settings);
  const value = fromTyped(data);
  switch (binding.type.toLowerCase()) {
    case 'queue':
      return writeQueue(connection, field('queueName'), value, queues.messageEncoding);
    case 'blob':
      return writeBlob(connection, resolveExpressions(field('path'), metadata, clock.now()), value);
    case 'table':
      return writeTable(connection, field('tableName'), value, {
        partitionKey: field('partitionKey'),
        rowKey: field('rowKey'),
      });
    default:
      throw new Error(
        `The output binding "${binding.name}" is of the type "${binding.type}"; the local host writes queue, blob and table.`,
      );
  }
}
