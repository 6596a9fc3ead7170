/** Where the document comes from: the app setting GEOWARDEN_CONFIG, a path or the text itself. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { askingFaults } from './askingFaults.ts';
import { loadConfiguration } from './load.ts';
import { secretsOf } from './secrets.ts';
import { type Settings, secretFault } from './settings.ts';
import type { Configuration, ConfigurationFault, LoadedConfiguration } from './types.ts';
import { LONGEST_DOCUMENT } from './yamlText.ts';

const SETTING = 'GEOWARDEN_CONFIG';
const EXAMPLE = `${SETTING}=geowarden.yaml`;

/**
 * Reads and checks the document that GEOWARDEN_CONFIG names. Never throws. A secret that cannot be resolved is a warning:
 * one channel is mute, everything else works. Only a group that may have to ask needs its approval key (askingFaults).
 * @param folder where a relative path begins; the app's folder.
 */
export function loadFromEnvironment(settings: Settings = process.env, folder = process.cwd()): LoadedConfiguration {
  const text = documentText(settings, folder);
  if (!text.ok) return { ok: false, faults: [text.fault] };
  const loaded = loadConfiguration(text.value);
  if (!loaded.ok) return loaded;
  const { configuration } = loaded;
  const asking = askingFaults(configuration, settings);
  if (asking.faults.length > 0) return { ok: false, faults: asking.faults };
  const warnings = [...loaded.warnings, ...secretWarnings(configuration, settings), ...asking.warnings];
  return { ok: true, configuration, warnings };
}

function secretWarnings(configuration: Configuration, settings: Settings): ConfigurationFault[] {
  return secretsOf(configuration).flatMap(({ path, reference }) => secretFault(reference, path, settings) ?? []);
}

type TextReading = { ok: true; value: string } | { ok: false; fault: ConfigurationFault };

function documentText(settings: Settings, folder: string): TextReading {
  const value = settings[SETTING];
  if (value === undefined || value.trim() === '') {
    return fail(
      'the path of a YAML document, or its text',
      value === undefined ? 'no such app setting' : 'an empty app setting',
    );
  }
  // No path holds a line break or a colon before a blank; hardly a document does without both.
  if (/\n|: |^\s*\{/.test(value)) return { ok: true, value };
  return fileText(resolve(folder, value.trim()));
}

function fileText(path: string): TextReading {
  try {
    const { size } = statSync(path);
    if (size > LONGEST_DOCUMENT)
      return fail(`a file of at most ${LONGEST_DOCUMENT / 1024} KiB`, `${Math.ceil(size / 1024)} KiB in ${path}`);
    return { ok: true, value: readFileSync(path, 'utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    return fail('the path of a readable file, or the text of the document with its line breaks', reason(error, path));
  }
}

function reason(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // Somebody who put a secret into the wrong setting should not find it in a log.
  if (/:\/\/|:\/|=/.test(path)) return 'one line that is neither a path nor a document (not shown)';
  if (code === 'ENOENT' || code === 'ENOTDIR') return `no file at ${path}`;
  if (code === 'EISDIR') return `a folder at ${path}`;
  if (code === 'EACCES' || code === 'EPERM') return `a file that may not be read at ${path}`;
  if (code === 'ENAMETOOLONG') return 'one long line that is neither a path nor YAML';
  return `a file that cannot be read at ${path} (${String(code ?? 'unknown reason')})`;
}

function fail(expected: string, seen: string): TextReading {
  return { ok: false, fault: { path: SETTING, expected, seen, example: EXAMPLE } };
}
