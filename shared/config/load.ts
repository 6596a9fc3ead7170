/** The door of this room: a document's text becomes a configuration, or all its faults at once. */
import { crossFaults, crossWarnings } from './crossChecks.ts';
import { faultsOf } from './faults.ts';
import { normalise } from './normalise.ts';
import { documentSchema } from './schema/document.ts';
import type { LoadedConfiguration } from './types.ts';
import { readYaml } from './yamlText.ts';

/**
 * Reads, checks and completes the YAML document. Pure; never throws for what a document may hold.
 * Faults name their path (`channels[1].port`; for YAML syntax `line 3, column 5`), what was expected, what was seen (never
 * something that looks like a secret) and an example. Warnings have the same shape and do not stop anything.
 */
export function loadConfiguration(text: string): LoadedConfiguration {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const checked = documentSchema.safeParse(yaml.value);
  const faults = [
    ...(checked.success ? [] : faultsOf(checked.error.issues, documentSchema, yaml.value)),
    ...crossFaults(yaml.value),
  ];
  if (!checked.success || faults.length > 0) return { ok: false, faults };
  return { ok: true, configuration: normalise(checked.data), warnings: crossWarnings(yaml.value) };
}
