import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configurationJsonSchema } from '../../../shared/config/jsonSchema.ts';
import { loadConfiguration } from '../../../shared/config/load.ts';
import { REFERENCE_FILE, referenceText, SCHEMA_FILE } from '../../tools/configurationReference.ts';

const ADVICE =
  'run: node test/tools/configurationReference.ts && npx biome format --write docs/configuration.schema.json';

test('docs/configuration.schema.json is the schema of today', () => {
  assert.deepEqual(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')), configurationJsonSchema(), ADVICE);
});

test('the reference in docs/configuration.md is that of the schema of today', () => {
  assert.equal(readFileSync(REFERENCE_FILE, 'utf8'), referenceText(), ADVICE);
});

test('every document shown in docs/configuration.md loads', () => {
  const documents = [...readFileSync(REFERENCE_FILE, 'utf8').matchAll(/```yaml\n([^`]+)```/g)]
    .map(([, text = '']) => text)
    .filter((text) => !text.startsWith('# yaml-language-server'));
  assert.equal(documents.length, 3);
  for (const text of documents) {
    const loaded = loadConfiguration(text);
    assert.deepEqual(loaded.ok ? [] : loaded.faults, []);
  }
});

/** The document under a heading of docs/configuration.md. */
function documentUnder(heading: string): string {
  const [, below = ''] = readFileSync(REFERENCE_FILE, 'utf8').split(`\n## ${heading}\n`);
  return /```yaml\n([^`]+)```/.exec(below)?.[1] ?? '';
}

test('the witness in the docs is one, and draws no warning', () => {
  const loaded = loadConfiguration(documentUnder('A witness'));
  assert.equal(loaded.ok && loaded.configuration.role, 'witness');
  assert.deepEqual(loaded.ok && loaded.warnings, []);
});

test('the complete document in the docs uses every key, and draws no warning', () => {
  const complete = documentUnder('A complete document');
  const loaded = loadConfiguration(complete);
  assert.deepEqual(loaded.ok && loaded.warnings, []);
  for (const key of Object.keys(configurationJsonSchema().properties ?? {})) {
    assert.match(complete, new RegExp(`^${key}:`, 'm'), key);
  }
});

test('every key of the schema has a title and a description for editors', () => {
  const bare: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    if (path !== '' && !('const' in node) && !('oneOf' in node) && 'type' in node && !('description' in node))
      bare.push(path);
    const { properties, items, oneOf } = node as { properties?: object; items?: unknown; oneOf?: unknown[] };
    for (const [key, child] of Object.entries(properties ?? {})) visit(child, `${path}.${key}`);
    visit(items, `${path}[]`);
    for (const branch of oneOf ?? []) {
      for (const [key, child] of Object.entries((branch as { properties?: object }).properties ?? {}))
        visit(child, `${path}.${key}`);
    }
  };
  visit(configurationJsonSchema(), '');
  assert.deepEqual(bare, []);
});

test('the schema refuses unknown keys and asks for what is required', () => {
  const schema = configurationJsonSchema();
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(schema.required, ['scopes', 'objectives']);
});
