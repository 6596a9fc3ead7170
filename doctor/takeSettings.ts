/** The app's settings, where the app finds them: the environment first, then the file that Core Tools reads. */
import { readSettingsFile } from './settingsFile.ts';

const DEFAULT_FILE = 'local.settings.json';

/**
 * Into the environment, as the Functions host does it: the SDKs read there too. What the environment has already wins.
 * @param file undefined: the one in the present folder, which may be missing
 * @returns what is wrong with the file; undefined when nothing is
 */
export function takeSettings(file: string | undefined): { file: string; seen: string } | undefined {
  const path = file ?? DEFAULT_FILE;
  const read = readSettingsFile(path);
  if (read.ok) for (const [name, value] of Object.entries(read.values)) process.env[name] ??= value;
  return read.ok || (read.missing && file === undefined) ? undefined : { file: path, seen: read.seen };
}
