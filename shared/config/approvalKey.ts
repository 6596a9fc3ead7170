/** The key that signs approval links: an app setting, like every secret, and long enough for its signature. */
import { readSecret, type Settings, secretFault } from './settings.ts';
import { shownKey } from './shown.ts';
import type { ConfigurationFault, SecretReference } from './types.ts';

/** Bytes of the output of SHA-256: a shorter key would be the weaker part of the signature (RFC 2104). */
const LEAST_KEY_BYTES = 32;

/** The UTF-8 bytes of the key; undefined when its setting is missing, empty, unresolved, or holds fewer than 32 bytes. */
export function readApprovalKey(reference: SecretReference, settings: Settings = process.env): Uint8Array | undefined {
  const bytes = keyBytes(reference, settings);
  return bytes === undefined || bytes.byteLength < LEAST_KEY_BYTES ? undefined : bytes;
}

/** Why the key cannot be used; undefined when it can. Says at most how long it is. */
export function approvalKeyFault(
  reference: SecretReference,
  settings: Settings = process.env,
): ConfigurationFault | undefined {
  const path = 'approval.key.setting';
  const bytes = keyBytes(reference, settings);
  if (bytes === undefined) return secretFault(reference, path, settings);
  if (bytes.byteLength >= LEAST_KEY_BYTES) return undefined;
  return {
    path,
    expected: `the app setting ${shownKey(reference.setting)} with at least ${LEAST_KEY_BYTES} bytes in it`,
    seen: `${bytes.byteLength} bytes`,
    example: `az functionapp config appsettings set --settings ${shownKey(reference.setting)}="$(openssl rand -base64 48)"`,
  };
}

function keyBytes(reference: SecretReference, settings: Settings): Uint8Array | undefined {
  const secret = readSecret(reference, settings);
  return secret === undefined ? undefined : new TextEncoder().encode(secret);
}
