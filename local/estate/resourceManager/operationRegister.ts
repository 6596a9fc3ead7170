/** Which link a long-running operation is about: the model's operations do not say. */

export interface OperationSubject {
  subscriptionId: string;
  location: string;
  server: string;
  database: string;
  partnerServer: string;
  partnerDatabase: string;
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
