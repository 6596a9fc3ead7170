/** Which resource a long-running operation is about: the model's operations do not say. */
import type { OperationKind } from './longRunningHeaders.ts';

export interface OperationSubject {
  kind: OperationKind;
  subscriptionId: string;
  location: string;
  /** The resource as it is now, in the shape of an api-version; undefined when it is gone. */
  read(apiVersion: string): unknown;
}

export interface OperationRegister {
  remember(operationId: string, subject: OperationSubject): void;
  find(operationId: string): OperationSubject | undefined;
}

/** The oldest is forgotten when there are more, as Azure forgets operations after a while. */
const OPERATION_LIMIT = 10_000;

export function createOperationRegister(limit = OPERATION_LIMIT): OperationRegister {
  const subjects = new Map<string, OperationSubject>();
  return {
    remember(operationId, subject) {
      subjects.set(operationId.toLowerCase(), subject);
      const oldest = subjects.keys().next();
      if (subjects.size > limit && !oldest.done) subjects.delete(oldest.value);
    },
    find: (operationId) => subjects.get(operationId.toLowerCase()),
  };
}
