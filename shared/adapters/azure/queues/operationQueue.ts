import type { QueueClient } from '@azure/storage-queue';
import type { OperationQueue } from '../../../operations/ports.ts';
import { sendPointer } from './pointerQueue.ts';

/** Operations to be driven. A message that is lost is found again by the supervisor. */
export function createOperationQueue(client: QueueClient): OperationQueue {
  return { enqueue: (operationId, delaySeconds) => sendPointer(client, { operationId }, { delaySeconds }) };
}
