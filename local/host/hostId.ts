/** An app's place in its storage account, for timers' status and lease. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from './settings.ts';

/** Azure's limit on a host id. */
const MAX_LENGTH = 32;

/**
 * The setting AzureFunctionsWebHost__hostid, else the package's name: an app that is built into another folder finds its
 * timers' status again. Azure uses the site's name. Two apps with one id on one account would collide, as they do there.
 */
export function chooseHostId(appFolder: string, settings: Settings): string {
  if (settings.AzureFunctionsWebHost__hostid) return settings.AzureFunctionsWebHost__hostid;
  const { name } = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8')) as { name?: unknown };
  const text = typeof name === 'string' ? name : path.basename(path.resolve(appFolder));
  const id = text.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return id.slice(0, MAX_LENGTH).replace(/^-+|-+$/g, '') || 'local';
}
