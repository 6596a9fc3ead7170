/** Every secret that this run knows, for the last guard over its output. */
import type { Settings } from '../shared/config/settings.ts';

/** Parts of a connection string or an address that are the secret themselves, and might be quoted without the rest. */
const PARTS = /\b(?:AccountKey|SharedAccessSignature|accesskey|sig|password|pwd|code)=([^;&\s]+)/gi;

/** @param names the settings that hold secrets */
export function secretValues(settings: Settings, names: readonly string[]): string[] {
  const values = names.flatMap((name) => settings[name]?.trim() ?? []);
  const parts = values.flatMap((value) => [...value.matchAll(PARTS)].map((match) => match[1] ?? ''));
  return [...values, ...parts, ...parts.map(decoded)].filter((value) => value !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
