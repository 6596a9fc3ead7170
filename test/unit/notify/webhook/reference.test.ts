/** docs/webhook.md is what a receiver's author reads: it must name every field, and its example must be one. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { renderWebhook } from '../../../../shared/notify/webhook/renderWebhook.ts';
import { goldenMessages } from '../goldenMessages.ts';
import { CONTEXT } from '../notices.ts';

const reference = await readFile(new URL('../../../../docs/webhook.md', import.meta.url), 'utf8');
/** Their keys are what people read, not fields. */
const FREE = new Set(['facts']);

function fieldsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(fieldsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [name, ...(FREE.has(name) ? [] : fieldsOf(value))]);
}

test('every field of every body is in the reference', () => {
  const fields = new Set(
    goldenMessages().flatMap(({ notice, context }) => fieldsOf(renderWebhook(notice, context, { compact: false }))),
  );
  assert.ok(fields.size > 45, String(fields.size));
  for (const field of fields) assert.ok(reference.includes(`\`${field}\``), `${field} is not in docs/webhook.md`);
});

test('every type of message is in the reference', () => {
  for (const { notice, context } of goldenMessages()) {
    const { type } = renderWebhook(notice, context, { compact: false });
    assert.ok(reference.includes(type === 'geowarden.test' ? '`geowarden.test`' : `\`${notice.reason}\``), type);
  }
});

test('the example is what is sent', () => {
  const example: unknown = JSON.parse(/<!-- example -->\n```json\n(.*?)\n```/s.exec(reference)?.[1] ?? 'null');
  const { notice } = goldenMessages().find(({ name }) => name === 'lagHigh.first') ?? assert.fail();
  assert.deepEqual(example, renderWebhook(notice, CONTEXT, { compact: false }));
});
