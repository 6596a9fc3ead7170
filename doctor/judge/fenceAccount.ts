import { mayAsk } from '../../shared/config/askingFaults.ts';
import type { Configuration } from '../../shared/config/types.ts';
import type { Check } from '../types.ts';
import { notTried, passed, warned } from './checks.ts';

const NAME = 'fence account';
const EXPECTED = 'an account of its own, outside the guarded regions, that all deployments share';

/**
 * Where does the fence live? Undefined when nothing is ever moved and none is named.
 * @param fence the connection string that `fence.storage` names; undefined when it cannot be read
 * @param own name of the app's own account, where it is known
 */
export function judgeFenceAccount(
  configuration: Pick<Configuration, 'role' | 'groups' | 'fence'>,
  fence: string | undefined,
  own: string | undefined,
): Check | undefined {
  const { storage } = configuration.fence;
  // Whoever may act may have to ask, and the reverse.
  const mayAct = mayAsk(configuration);
  if (storage === undefined) {
    if (!mayAct) return undefined;
    const seen = "the app's own storage account: it guards only deployments that share it";
    return warned(NAME, EXPECTED, seen, 'Make an account in another region and name its setting under fence.storage.');
  }
  if (fence === undefined) {
    return notTried(NAME, EXPECTED, `${storage.setting} is missing`, `First mend 'secret ${storage.setting}'.`);
  }
  const account = accountOf(fence);
  if (account !== undefined && account === own) {
    const seen = `${account}, in which the app keeps its state as well: its failure takes both`;
    if (!mayAct) return passed(NAME, EXPECTED, `${seen}; no group may act yet`);
    return warned(
      NAME,
      EXPECTED,
      seen,
      'Name an account of its own, in a region in which nothing that is watched lives.',
    );
  }
  return passed(NAME, EXPECTED, account ?? 'an account whose name the connection string does not tell');
}

/** The account's name, which is no secret. */
export function accountOf(connectionString: string): string | undefined {
  return /(?:^|;)\s*AccountName=([a-z0-9]{3,24})\s*(?:;|$)/i.exec(connectionString)?.[1]?.toLowerCase();
}
