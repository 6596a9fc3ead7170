/** The app's settings, where the app finds them: the environment first, then the file that Core Tools reads. */
import path from 'node:path';
import { readSettingsFile } from './settingsFile.ts';

const DEFAULT_FILE = 'local.settings.json';

export interface TakenSettings {
  /** What is wrong with the file; undefined when nothing is. */
  wrong: { file: string; seen: string } | undefined;
  /** Where a relative path in GEOWARDEN_CONFIG begins. */
  folder: string;
}

/**
 * Into the environment, as the Functions host does it: the SDKs read there too. What the environment has already wins.
 * @param settings undefined: the file in the present folder, which may be missing
 * @param config the document that is taken instead of the one that GEOWARDEN_CONFIG names
 */
export function takeSettings({
  settings,
  config,
}: {
  settings: string | undefined;
  config: string | undefined;
}): TakenSettings {
  const file = settings ?? DEFAULT_FILE;
  const read = readSettingsFile(file);
  if (read.ok) for (const [name, value] of Object.entries(read.values)) process.env[name] ??= value;
  if (config !== undefined) process.env.GEOWARDEN_CONFIG = path.resolve(config);
  const isRight = read.ok || (read.missing && settings === undefined);
  return {
    wrong: isRight ? undefined : { file, seen: read.seen },
    folder: settings === undefined ? process.cwd() : path.dirname(path.resolve(settings)),
  };
}
