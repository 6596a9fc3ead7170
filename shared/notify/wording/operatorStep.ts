import { oneLine } from '../plainText.ts';

/** What a person can tell an operation that cannot go on by itself. */
export function operatorStep(operationId: string | undefined): string {
  const path = `/api/operations/${operationId === undefined ? '{id}' : oneLine(operationId, 96)}`;
  return `Read the journal at GET ${path} of the Functions app, then answer there with POST: the command retry, giveUp or abort, your name and a comment.`;
}
