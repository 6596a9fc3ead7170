/** The storage accounts of the emulator. Their keys protect nothing: whoever reaches its loopback ports may know them. */
import { createHash } from 'node:crypto';

/** The account that Azurite has by itself. */
export const DEFAULT_ACCOUNT = 'devstoreaccount1';
/** Its published key (learn.microsoft.com, storage-use-azurite). */
const DEFAULT_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** The same at every start, so that an account's data is found again. */
export function keyOf(account: string): string {
  if (account === DEFAULT_ACCOUNT) return DEFAULT_KEY;
  return createHash('sha512').update(`account of the emulator: ${account}`).digest('base64');
}
