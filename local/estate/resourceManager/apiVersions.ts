/** Which api-versions the SQL provider knows, and what changed between them. */
import { ArmError } from './armError.ts';

/**
 * Source: Azure/azure-rest-api-specs, specification/sql/resource-manager/Microsoft.Sql. Older ones (2014-04-01 and the
 * previews up to 2020-08-01) have other shapes; the estate does not have them.
 */
export const SQL_API_VERSIONS: readonly string[] = [
  '2020-11-01-preview',
  '2021-02-01-preview',
  '2021-05-01-preview',
  '2021-08-01-preview',
  '2021-11-01-preview',
  '2021-11-01',
  '2022-02-01-preview',
  '2022-05-01-preview',
  '2022-08-01-preview',
  '2022-11-01-preview',
  '2023-02-01-preview',
  '2023-05-01-preview',
  '2023-08-01-preview',
  '2023-08-01',
  '2024-05-01-preview',
  '2024-11-01-preview',
  '2025-01-01',
  '2025-02-01-preview',
  '2025-08-01-preview',
];

/** ReplicationLinks.json: `linkType` came in 2021-02-01-preview, `partnerDatabaseId` in 2022-11-01-preview. */
export const LINK_TYPE_SINCE = '2021-02-01-preview';
export const PARTNER_DATABASE_ID_SINCE = '2022-11-01-preview';

const WELL_FORMED = /^\d{4}-\d{2}-\d{2}(-[a-z]+)?$/;

/**
 * The api-version of a request, in lower case.
 * @param resourceType below its provider, for example `servers/databases`; named in the refusal.
 * @param versions that it has
 * @throws ArmError 400 MissingApiVersionParameter, InvalidApiVersionParameter (not a version at all) or
 * NoRegisteredProviderFound (a version that this resource type does not have); the latter two list what there is.
 */
export function checkApiVersion(
  searchParams: URLSearchParams,
  resourceType: string,
  versions: readonly string[] = SQL_API_VERSIONS,
): string {
  const given = parameter(searchParams, 'api-version')?.toLowerCase();
  const supported = versions.join(', ');
  if (given === undefined || given === '') {
    throw new ArmError(400, 'MissingApiVersionParameter', 'Every request needs the api-version query parameter.');
  }
  if (!WELL_FORMED.test(given)) {
    const message = `The api-version '${given}' is not valid. The supported versions are '${supported}'.`;
    throw new ArmError(400, 'InvalidApiVersionParameter', message);
  }
  if (!versions.includes(given)) {
    const message = `No provider is registered for type '${resourceType}' and API version '${given}'. The supported api-versions are '${supported}'.`;
    throw new ArmError(400, 'NoRegisteredProviderFound', message);
  }
  return given;
}

/** Is the version that one, or newer? A preview is older than the release of the same day. */
export function isSince(version: string, since: string): boolean {
  return sortKey(version) >= sortKey(since);
}

/** A query parameter by its name without regard to case, as Resource Manager reads them. */
export function parameter(searchParams: URLSearchParams, name: string): string | undefined {
  for (const [each, value] of searchParams) if (each.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

function sortKey(version: string): string {
  return version.length > 10 ? `${version.slice(0, 10)}-0` : `${version}-1`;
}
