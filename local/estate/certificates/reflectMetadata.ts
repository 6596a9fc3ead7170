/**
 * The three functions of the Reflect metadata proposal that `@peculiar/x509` demands (through tsyringe) before it loads.
 * Import it before `@peculiar/x509`. A real polyfill that is already there is left alone.
 */
type Metadata = Map<unknown, unknown>;

const metadataOf = new WeakMap<object, Metadata>();

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadataOf.get(target)?.get(key);
}

function getMetadata(key: unknown, target: object): unknown {
  for (let holder: object | null = target; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const metadata = metadataOf.get(holder);
    if (metadata?.has(key)) return metadata.get(key);
  }
  return undefined;
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const metadata = metadataOf.get(target) ?? new Map();
  metadata.set(key, value);
  metadataOf.set(target, metadata);
}

for (const [name, value] of Object.entries({ getOwnMetadata, getMetadata, defineMetadata })) {
  if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value, configurable: true, writable: true });
}
