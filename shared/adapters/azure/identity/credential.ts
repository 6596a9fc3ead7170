import type { TokenCredential } from '@azure/identity';
import { CLOUDS } from '../../../config/clouds.ts';
import type { Cloud } from '../../../config/types.ts';

/**
 * The credential for where the app runs, loaded when it is first needed (loading costs 100 to 230 ms). App Service and Functions set IDENTITY_ENDPOINT: there the managed
 * identity is asked and nothing else, so that a failure is about the identity and not about the last of nine credentials tried.
 * Elsewhere, on a developer's machine, DefaultAzureCredential tries them in its own order.
 */
export async function createCredential(
  cloud: Cloud,
  settings: Readonly<Record<string, string | undefined>>,
): Promise<TokenCredential> {
  const clientId = settings.AZURE_CLIENT_ID?.trim();
  // One retry: the caller has a deadline, and the next sweep comes soon.
  const shared = { authorityHost: CLOUDS[cloud].authorityHost, retryOptions: { maxRetries: 1, retryDelayInMs: 200 } };
  if (settings.IDENTITY_ENDPOINT) {
    const { ManagedIdentityCredential } = await import('./sdk.ts');
    return new ManagedIdentityCredential({ ...shared, ...(clientId ? { clientId } : {}) });
  }
  const { DefaultAzureCredential } = await import('./sdk.ts');
  return new DefaultAzureCredential({ ...shared, ...(clientId ? { managedIdentityClientId: clientId } : {}) });
}
