/** Thrown when no topic took an event. Names hosts, statuses and codes; never a key or a token. */
export class PublishFailure extends Error {
  constructor(attempts: readonly string[]) {
    super(
      `Expected a topic of Event Grid to take the event, saw ${attempts.join('; ')}. ` +
        'The evidence is in the table, where the timer finds it; check the endpoint, and the key or the role EventGrid Data Sender.',
    );
    this.name = 'PublishFailure';
  }
}

/** What one topic said, in a few words. */
export function seenAt(endpoint: string, error: unknown): string {
  return `${URL.parse(endpoint)?.host ?? 'an endpoint that is no address'}: ${reasonOf(error)}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown failure';
  if ('statusCode' in error && typeof error.statusCode === 'number') return `status ${error.statusCode}`;
  if (error.name === 'DeadlineExceeded') return error.message;
  const code = 'code' in error && typeof error.code === 'string' && /^\w{1,80}$/.test(error.code) ? error.code : '';
  return code || error.name;
}
