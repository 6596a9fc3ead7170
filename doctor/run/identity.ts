import type { Identity } from '../../shared/adapters/azure/identity/identity.ts';
import { CLOUDS } from '../../shared/config/clouds.ts';
import type { Cloud } from '../../shared/config/types.ts';
import { failed } from '../judge/checks.ts';
import { judgeToken, readClaims } from '../judge/token.ts';
import type { Check } from '../types.ts';

export interface IdentityFindings {
  checks: Check[];
  resourceManager: boolean;
  sql: boolean;
  /** Object id of the identity, where its token names it. */
  objectId: string | undefined;
}

export interface TokenHolder {
  /** Is there a managed identity endpoint, as in Azure? */
  isManaged: boolean;
  keepSecret: (secret: string) => void;
}

/** A token for each of the two that the app logs in to. The tokens go to the holder's `keepSecret`, and nowhere else. */
export async function checkIdentity(identity: Identity, cloud: Cloud, holder: TokenHolder): Promise<IdentityFindings> {
  const { resourceManagerScope, sqlScope } = CLOUDS[cloud];
  const [resourceManager, sql] = await Promise.all([
    ask('identity Resource Manager', resourceManagerScope, identity.resourceManagerToken, holder),
    ask('identity SQL', sqlScope, identity.sqlToken, holder),
  ]);
  return {
    checks: [resourceManager.check, sql.check],
    resourceManager: resourceManager.token !== undefined,
    sql: sql.token !== undefined,
    objectId: readClaims(resourceManager.token ?? '')?.objectId,
  };
}

async function ask(
  name: string,
  scope: string,
  getToken: () => Promise<string>,
  holder: TokenHolder,
): Promise<{ check: Check; token: string | undefined }> {
  try {
    const token = await getToken();
    holder.keepSecret(token);
    return { check: judgeToken(name, scope, token, holder.isManaged), token };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'an unknown failure';
    const advice =
      'Give the app a managed identity (az functionapp identity assign), and set AZURE_CLIENT_ID where it has more than one; on a workstation: az login.';
    return {
      check: failed(name, `a token for ${scope.replace(/\/*\.default$/, '')}`, message, advice),
      token: undefined,
    };
  }
}
