/** App settings: what a deployment is given beside the document. Settings are passed in, so that everything here can be tested. */
import { regionName } from '../topology/regionName.ts';
import { CLOUDS } from './clouds.ts';
import { shownKey } from './shown.ts';
import type { Cloud, Configuration, ConfigurationFault, SecretReference } from './types.ts';

/** `process.env`, or anything shaped like it. */
export type Settings = Readonly<Record<string, string | undefined>>;

export type SettingReading<T> = { ok: true; value: T } | { ok: false; fault: ConfigurationFault };

/** A reference that App Service could not resolve stays in the setting as it was written. */
const UNRESOLVED_REFERENCE = /^@Microsoft\.(KeyVault|AppConfiguration)\(/i;

/** The secret, or undefined when its setting is missing, empty, or an unresolved Key Vault reference. */
export function readSecret(reference: SecretReference, settings: Settings = process.env): string | undefined {
  const value = settings[reference.setting]?.trim();
  return value === undefined || value === '' || UNRESOLVED_REFERENCE.test(value) ? undefined : value;
}

/** Is the setting a reference that App Service could not resolve? Then its vault may be away, and nobody forgot anything. */
export function isUnresolved(reference: SecretReference, settings: Settings = process.env): boolean {
  return UNRESOLVED_REFERENCE.test(settings[reference.setting]?.trim() ?? '');
}

/** Why a secret cannot be read; undefined when it can. `path` is where the document refers to it. */
export function secretFault(
  reference: SecretReference,
  path: string,
  settings: Settings = process.env,
): ConfigurationFault | undefined {
  if (readSecret(reference, settings) !== undefined) return undefined;
  const value = settings[reference.setting];
  return {
    path,
    expected: `the app setting ${shownKey(reference.setting)} with the secret in it`,
    seen:
      value === undefined
        ? 'no such app setting'
        : value.trim() === ''
          ? 'an empty app setting'
          : 'a Key Vault or App Configuration reference that App Service has not resolved: check its name and the rights of the identity',
    example: `az functionapp config appsettings set --settings ${shownKey(reference.setting)}=…`,
  };
}

export type HttpAuthentication = 'function' | 'anonymous';

/** `GEOWARDEN_HTTP_AUTH`: who may call the API. `function` unless the setting says `anonymous`. */
export function readHttpAuthentication(settings: Settings = process.env): SettingReading<HttpAuthentication> {
  const value = (settings.GEOWARDEN_HTTP_AUTH ?? 'function').trim().toLowerCase();
  if (value === 'function' || value === 'anonymous') return { ok: true, value };
  const fault = {
    path: 'GEOWARDEN_HTTP_AUTH',
    expected: 'function (callers need a key) or anonymous (something in front of the app checks them)',
    seen: 'another text',
    example: 'GEOWARDEN_HTTP_AUTH=function',
  };
  return { ok: false, fault };
}

/**
 * `GEOWARDEN_IDENTITY_NAME`: what the app's identity is called in Entra ID, for the statements that give it rights. A system-assigned
 * identity is called like the function app (learn.microsoft.com, managed identities), which App Service tells in WEBSITE_SITE_NAME.
 */
export function readIdentityName(settings: Settings = process.env): string {
  return settings.GEOWARDEN_IDENTITY_NAME?.trim() || settings.WEBSITE_SITE_NAME?.trim() || 'name-of-the-function-app';
}

/** Whether App Service's authentication signs people in before they reach the app: it says so in WEBSITE_AUTH_ENABLED. */
export function readSignsPeopleIn(settings: Settings = process.env): boolean {
  return settings.WEBSITE_AUTH_ENABLED?.trim().toLowerCase() === 'true';
}

/** The region in which the app runs, as App Service tells it in REGION_NAME (`West Europe`), in its short form; else `unknown`. */
export function readRegion(settings: Settings = process.env): string {
  return regionName(settings.REGION_NAME ?? '') || 'unknown';
}

/**
 * Where people open pages of this app, without a slash at the end: `pageUrl`, else the name that App Service gives the app in
 * WEBSITE_HOSTNAME; undefined when neither is known. A name with a port is not one that App Service gives.
 */
export function readPageUrl(
  { pageUrl }: Pick<Configuration, 'pageUrl'>,
  settings: Settings = process.env,
): string | undefined {
  if (pageUrl !== undefined) return pageUrl.replace(/\/+$/, '');
  const host = settings.WEBSITE_HOSTNAME?.trim().toLowerCase() ?? '';
  return HOST_NAME.test(host) ? `https://${host}` : undefined;
}

/** An instance on the Consumption plan may hold 600 connections in all, of which storage and people need some. */
const CONNECTIONS_ON_CONSUMPTION = 400;
const CONNECTIONS = 2_000;

/**
 * How many connections to databases stay open between two sweeps: `sampling.connections`, else by the plan, which App Service tells in
 * WEBSITE_SKU (`Dynamic` is Consumption; Microsoft Learn, "Azure Functions hosting options", service limits).
 */
export function connectionsOf(
  { connections }: Pick<Configuration['sampling'], 'connections'>,
  settings: Settings = process.env,
): number {
  if (connections !== undefined) return connections;
  const isConsumption = settings.WEBSITE_SKU?.trim().toLowerCase() === 'dynamic';
  return isConsumption ? CONNECTIONS_ON_CONSUMPTION : CONNECTIONS;
}

const HOST_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** How the storage account is reached: by a connection string, or as an identity. */
export type StorageSettings =
  | { kind: 'connectionString'; connectionString: string }
  | { kind: 'identity'; blobUrl: string; queueUrl: string; tableUrl: string; clientId?: string };

const STORAGE = 'AzureWebJobsStorage';
const ACCOUNT_NAME = /^[a-z0-9]{3,24}$/;

/**
 * `AzureWebJobsStorage`, or its identity-based form: `AzureWebJobsStorage__accountName`, or all of `__blobServiceUri`,
 * `__queueServiceUri` and `__tableServiceUri` (Microsoft Learn, "Azure Functions developer guide", identity-based connections).
 * `__clientId` names a user-assigned identity.
 */
export function readStorage(cloud: Cloud, settings: Settings = process.env): SettingReading<StorageSettings> {
  const connectionString = readSecret({ setting: STORAGE }, settings);
  if (connectionString !== undefined) return { ok: true, value: { kind: 'connectionString', connectionString } };
  const clientId = settings[`${STORAGE}__clientId`]?.trim();
  const urls = storageUrls(cloud, settings);
  if (urls) return { ok: true, value: { kind: 'identity', ...urls, ...(clientId ? { clientId } : {}) } };
  const fault = {
    path: STORAGE,
    expected: `a connection string, or ${STORAGE}__accountName, or ${STORAGE}__blobServiceUri with __queueServiceUri and __tableServiceUri`,
    seen:
      settings[`${STORAGE}__accountName`] === undefined
        ? 'none of them complete'
        : 'an account name that Azure does not allow',
    example: `${STORAGE}__accountName=geowardenstate`,
  };
  return { ok: false, fault };
}

function storageUrls(
  cloud: Cloud,
  settings: Settings,
): { blobUrl: string; queueUrl: string; tableUrl: string } | undefined {
  const account = settings[`${STORAGE}__accountName`]?.trim().toLowerCase();
  if (account !== undefined && !ACCOUNT_NAME.test(account)) return undefined;
  const url = (service: 'blob' | 'queue' | 'table'): string | undefined => {
    const given = settings[`${STORAGE}__${service}ServiceUri`]?.trim();
    if (given !== undefined && given !== '') return given.replace(/\/+$/, '');
    return account === undefined ? undefined : `https://${account}.${service}.${CLOUDS[cloud].storageSuffix}`;
  };
  const [blobUrl, queueUrl, tableUrl] = [url('blob'), url('queue'), url('table')];
  return blobUrl && queueUrl && tableUrl ? { blobUrl, queueUrl, tableUrl } : undefined;
}
