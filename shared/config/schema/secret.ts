/** A field whose value is a secret: the document names the app setting that holds it. */
import { z } from 'zod';
import { field } from './field.ts';

/**
 * @param what what the secret is, a sentence that begins with its article
 * @param key the field's key, for the example
 * @param more further sentences for the reference
 */
export function secret(title: string, what: string, key: string, settingName: string, more = '') {
  const setting = field(
    z
      .string()
      .max(128)
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
    {
      title: 'App setting',
      description: 'The name of the app setting that holds the secret: letters, digits and underscores.',
      expected: 'the name of an app setting (letters, digits and underscores), not the secret itself',
      example: `setting: ${settingName}`,
    },
  );
  return field(z.strictObject({ setting }), {
    title,
    description: `${what} It is a secret, so the document names the app setting that holds it.${more === '' ? '' : ` ${more}`}`,
    expected: `a reference to an app setting, because ${what.charAt(0).toLowerCase()}${what.slice(1, -1)} is a secret and a document is copied, mailed and committed`,
    example: `${key}: { setting: ${settingName} }`,
  });
}
