/**
 * Loaded with `--import` before the app: Azure's host names lead to the estate's loopback listeners, and nothing
 * leaves the machine. The app keeps Azure's names, certificates and ports, so it is the one that would be deployed.
 *
 * LOCAL_NAME_MAP names a JSON file (an array of NameMapEntry), read once. Without the variable nothing is changed.
 */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { patchConnect } from './names/mappedConnect.ts';
import { createLookup, createPromisedLookup } from './names/mappedLookup.ts';
import { patchResolvers } from './names/mappedResolver.ts';
import { createNameMap } from './names/nameMap.ts';
import { readNameMapFile } from './names/nameMapFile.ts';

const file = process.env.LOCAL_NAME_MAP;

if (file === undefined || file === '') {
  console.error(
    'local/host/preload.ts: LOCAL_NAME_MAP is not set, so no name is mapped and connections reach the real network. ' +
      'Set it to a JSON file with an array of {"name","port","to"}.',
  );
} else {
  const map = createNameMap(readNameMapFile(file));
  Reflect.set(dns, 'lookup', createLookup(map));
  Reflect.set(dns.promises, 'lookup', createPromisedLookup(map));
  patchResolvers(map);
  patchConnect(map);
  // `import { lookup } from 'node:dns'` holds a copy of the function, which must be the new one.
  syncBuiltinESMExports();
}
