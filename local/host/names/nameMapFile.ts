/** Reads the file that LOCAL_NAME_MAP names: a JSON array of NameMapEntry. */
import { readFileSync } from 'node:fs';
import type { NameMapEntry } from '../../estate/types.ts';

const EXAMPLE = '{"name":"management.azure.com","port":443,"to":40443}';

/** @throws Error that names the file and the faulty entry. A map that cannot be read must stop the process: it would reach the real Azure. */
export function readNameMapFile(file: string): NameMapEntry[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`The name map ${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  if (!Array.isArray(content)) throw new Error(`The name map ${file} must be a JSON array such as [${EXAMPLE}].`);
  return parseEntries(content, file);
}

function parseEntries(content: unknown[], file: string): NameMapEntry[] {
  const seen = new Set<string>();
  return content.map((entry, index) => {
    if (!isEntry(entry)) {
      throw new Error(
        `Entry ${index} of the name map ${file} is ${JSON.stringify(entry)}; expected one like ${EXAMPLE}.`,
      );
    }
    const key = `${entry.name.toLowerCase()}:${entry.port}`;
    if (seen.has(key)) throw new Error(`Entry ${index} of the name map ${file} maps ${key} a second time.`);
    seen.add(key);
    return entry;
  });
}

function isEntry(value: unknown): value is NameMapEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { name, port, to } = value as Record<string, unknown>;
  return typeof name === 'string' && /^(\*\.)?[^*\s]+$/.test(name) && isPort(port) && isPort(to);
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
