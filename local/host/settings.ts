/** App settings: the process's environment, completed from local.settings.json. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Settings = Record<string, string | undefined>;

/**
 * The `Values` of local.settings.json (an empty object without such a file). The caller sets only what is unset: the
 * environment wins, as in Core Tools.
 * @throws Error when the file is no JSON, is encrypted, or holds a value that is not text.
 */
export function readLocalSettings(appFolder: string): Record<string, string> {
  const file = path.join(appFolder, 'local.settings.json');
  if (!existsSync(file)) return {};
  let content: { IsEncrypted?: unknown; Values?: unknown };
  try {
    content = JSON.parse(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    throw new Error(`${file} is not valid JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  if (content.IsEncrypted === true) throw new Error(`${file} is encrypted; decrypt it with "func settings decrypt".`);
  const values = Object.entries(content.Values ?? {});
  const strange = values.find(([, value]) => typeof value !== 'string');
  if (strange) throw new Error(`${file}: Values.${strange[0]} must be a text; write the value in quotes.`);
  return Object.fromEntries(values) as Record<string, string>;
}

/** Replaces each `%NAME%` in a binding's text by that app setting. @throws Error naming the setting that is missing. */
export function resolveSettings(text: string, settings: Settings): string {
  return text.replace(/%([^%]+)%/g, (_whole, name: string) => {
    const value = settings[name];
    if (value === undefined)
      throw new Error(`'%${name}%' does not resolve to a value: the app setting ${name} is not set.`);
    return value;
  });
}

/**
 * The connection string behind a binding's `connection`: the setting of that name, else with AzureWebJobs before it.
 * @throws Error when neither is set. The value itself is never part of the message.
 */
export function connectionString(name: unknown, settings: Settings): string {
  const wanted = typeof name === 'string' && name !== '' ? name : 'AzureWebJobsStorage';
  const value = settings[wanted] ?? settings[`AzureWebJobs${wanted}`];
  if (value) return value;
  const identity = Object.keys(settings).some((key) => key.startsWith(`${wanted}__`));
  throw new Error(
    identity
      ? `The connection ${wanted} uses a managed identity (${wanted}__…); the local host needs a connection string in ${wanted}.`
      : `The connection ${wanted} is not set; set the app setting ${wanted} to a storage connection string.`,
  );
}

/** Whether `AzureWebJobs.NAME.Disabled` switches a function off. */
export function isDisabled(functionName: string, settings: Settings): boolean {
  const value = settings[`AzureWebJobs.${functionName}.Disabled`] ?? settings[`AzureWebJobs_${functionName}_Disabled`];
  return value === '1' || value?.toLowerCase() === 'true';
}
