/** Entra ID's part of the estate: signed tokens with an audience and an end. */

export interface TokenAuthority {
  /** `resource` as asked of the App Service endpoint, for example `https://database.windows.net/` or `https://management.azure.com`. */
  issue(resource: string, options?: { lifetimeMs?: number; objectId?: string }): string;
  /** Audiences are compared without a trailing slash. */
  verify(
    token: string,
    audiences: string[],
  ): { valid: true; objectId: string } | { valid: false; reason: string; fault?: TokenFault };
}

/** What is wrong with a token, so that each front end can answer with its own error for it. */
export type TokenFault = 'malformed' | 'signature' | 'issuer' | 'audience' | 'notYetValid' | 'expired';

/** The app's managed identity. */
export const APP_OBJECT_ID = '8a1f6c9e-52b4-4f0e-9d53-5a2c1b7e4d10';
export const TENANT_ID = '2f7c4a51-96de-4b0b-8a57-0d6f1c3e9b28';
