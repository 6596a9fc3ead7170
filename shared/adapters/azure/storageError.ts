/** Thrown when the storage account does not do what was asked. Holds no request: its headers and address may be secret. */
export class StorageError extends Error {
  readonly code: string;
  readonly statusCode: number | undefined;
  constructor(message: string, code: string, statusCode: number | undefined) {
    super(message);
    this.name = 'StorageError';
    this.code = code;
    this.statusCode = statusCode;
  }
}

/** The storage service's own code, or Node's for the network, or the error's name. */
export function storageCode(error: unknown): string {
  const { code, details, name } = fields(error);
  const odata = fields(details).odataError;
  const inner = fields(odata).code ?? fields(details).errorCode;
  if (typeof inner === 'string') return inner;
  return typeof code === 'string' && code !== '' ? code : typeof name === 'string' ? name : 'unknown';
}

export function storageStatus(error: unknown): number | undefined {
  const { statusCode } = fields(error);
  return typeof statusCode === 'number' ? statusCode : undefined;
}

/**
 * Runs one operation and tells of its failure in our words: what was expected, the service's code, what to do.
 * @throws StorageError
 */
export async function told<T>(expected: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const code = storageCode(error);
    const status = storageStatus(error);
    const seen = status === undefined ? code : `${status} ${code}`;
    throw new StorageError(`Expected to ${expected}, saw ${seen}. ${advice(code, status)}`, code, status);
  }
}

function advice(code: string, status: number | undefined): string {
  if (code === 'AbortError' || code === 'TimeoutError')
    return 'The storage account did not answer in time; it is tried again with the next sweep.';
  if (status === 403 || status === 401) {
    return 'Give the identity of the app the roles Storage Table, Blob and Queue Data Contributor on the storage account, and check its firewall.';
  }
  if (code === 'ENOTFOUND') return 'Check the name of the storage account.';
  return 'It is tried again with the next sweep.';
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
