import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startEstate } from '../local/estate/estate.ts';
import type { EstateDefinition } from '../local/estate/model/types.ts';
import type { Estate } from '../local/estate/types.ts';
import { APP_REGION } from './pairs.ts';
import type { Scratch } from './scratch.ts';

/** An estate in this process, and what leads another process to it as if it ran where the app does. */
export async function seenFromApp(
  definition: EstateDefinition,
  { folder, closing }: Scratch,
): Promise<{ estate: Estate; environment: Record<string, string> }> {
  const estate = closing(await startEstate(definition, { folder: path.join(folder, 'estate') }));
  const vantage = await estate.openVantage(APP_REGION);
  const nameMap = path.join(folder, 'names.json');
  await writeFile(nameMap, JSON.stringify(vantage.names));
  return {
    estate,
    environment: {
      ...vantage.environment,
      LOCAL_NAME_MAP: nameMap,
      NODE_EXTRA_CA_CERTS: estate.certificateAuthorityFile,
    },
  };
}
