import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The secret that signs decision links: made once per data folder, so that a link from before a restart still opens.
 * @throws Error when the folder cannot be written.
 */
export async function approvalKey(folder: string): Promise<string> {
  const file = path.join(folder, 'approval-key');
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known !== '') return known;
  const key = randomBytes(48).toString('base64');
  await writeFile(file, key, { mode: 0o600 });
  return key;
}
