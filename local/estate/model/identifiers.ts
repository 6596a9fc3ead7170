import { createHash } from 'node:crypto';

/** A GUID that depends on nothing but the seed and the names: the same estate has the same ids on every start. */
export function guidOf(seed: number, ...names: string[]): string {
  const hex = createHash('sha256')
    .update([seed, ...names].join('\n'))
    .digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function serverResourceId(server: { subscriptionId: string; resourceGroup: string; name: string }): string {
  return `/subscriptions/${server.subscriptionId}/resourceGroups/${server.resourceGroup}/providers/Microsoft.Sql/servers/${server.name}`;
}

/** Azure compares server and database names without regard to case. */
export function databaseKey(server: string, database: string): string {
  return `${server.toLowerCase()}/${database.toLowerCase()}`;
}
