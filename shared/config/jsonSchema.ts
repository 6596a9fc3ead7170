import { z } from 'zod';
import { documentSchema } from './schema/document.ts';

/** The document's JSON Schema (2020-12), for editors: what may be written, with titles, descriptions and defaults. */
export function configurationJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(documentSchema, { io: 'input' }) };
}
