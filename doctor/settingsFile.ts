/** App settings beside the environment: what Core Tools reads from local.settings.json. */
import { readFileSync } from 'node:fs';

export type SettingsFile =
  | { ok: true; values: Record<string, string> }
  /** Never a part of the file: it holds secrets. */
  | { ok: false; seen: string; missing: boolean };

export function readSettingsFile(path: string): SettingsFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return { ok: false, seen: `no file that can be read (${code})`, missing: code === 'ENOENT' };
  }
  return parseSettings(text);
}

/** `Values` of the file. Everything but texts is a mistake: Core Tools refuses it too. */
export function parseSettings(text: string): SettingsFile {
  const content = parseJson(text);
  if (content === undefined) return refuse('a file that is no JSON object');
  if (content.IsEncrypted === true) return refuse('an encrypted file: run "func settings decrypt"');
  const { Values: values = {} } = content;
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    return refuse('Values that are no object');
  const strange = Object.entries(values).find(([, value]) => typeof value !== 'string');
  if (strange) return refuse(`a value of ${strange[0]} that is no text: write it in quotes`);
  return { ok: true, values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])) };
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const content: unknown = JSON.parse(text);
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
    return isObject ? (content as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function refuse(seen: string): SettingsFile {
  return { ok: false, seen, missing: false };
}
