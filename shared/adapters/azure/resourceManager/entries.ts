/** Entries of Resource Manager's lists, checked one by one: a malformed one is reported and its neighbours are kept. */
import { z } from 'zod';
import type {
  InventoryDatabase,
  InventoryLink,
  InventoryServer,
  MalformedEntry,
  OnMalformed,
} from '../../../topology/ports.ts';

const tags = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});

/** As `@azure/arm-sql` gives it: properties are flattened. */
const serverSchema = z
  .object({
    id: z.string().min(1),
    name: z.string().min(1),
    location: z.string().min(1),
    fullyQualifiedDomainName: z.string().min(1),
    tags,
  })
  .transform(({ location, ...server }): InventoryServer => ({ ...server, region: location }));

const databaseSchema = z
  .object({
    id: z.string().min(1),
    name: z.string().min(1),
    location: z.string().min(1),
    sku: z.object({
      name: z.string().min(1),
      tier: z.string().nullish(),
      family: z.string().nullish(),
      capacity: z.number().nullish(),
    }),
    status: z.string().nullish(),
    secondaryType: z.string().nullish(),
    elasticPoolId: z.string().nullish(),
    failoverGroupId: z.string().nullish(),
    tags,
  })
  .transform(
    ({ id, name, location, sku, status, secondaryType, elasticPoolId, failoverGroupId, tags }): InventoryDatabase => ({
      id,
      name,
      region: location,
      sku: {
        name: sku.name,
        tier: sku.tier ?? 'unknown',
        capacity: sku.capacity ?? 0,
        ...(sku.family ? { family: sku.family } : {}),
      },
      status: status ?? 'Unknown',
      tags,
      ...(secondaryType ? { secondaryType } : {}),
      ...(elasticPoolId ? { elasticPoolId } : {}),
      ...(failoverGroupId ? { failoverGroup: lastSegment(failoverGroupId) } : {}),
    }),
  );

/** A resource id ends with the resource's name. */
function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

const LINK_ID = /\/databases\/([^/]+)\/replicationLinks\/[^/]+$/i;

/** As the wire has it: ReplicationLinks.json of api-version 2025-01-01. */
const linkSchema = z
  .object({
    id: z.string().regex(LINK_ID),
    properties: z.object({
      partnerServer: z.string().min(1),
      partnerDatabase: z.string().min(1),
      partnerDatabaseId: z.string().nullish(),
      partnerLocation: z.string().min(1),
      role: z.string().min(1),
      linkType: z.string().nullish(),
      replicationState: z.string().nullish(),
      percentComplete: z.number().min(0).max(100).nullish(),
    }),
  })
  .transform(({ id, properties }): InventoryLink => {
    const { partnerServer, partnerDatabase, partnerDatabaseId, partnerLocation, role, linkType } = properties;
    const replicationState = properties.replicationState ?? 'UNKNOWN';
    return {
      id,
      database: LINK_ID.exec(id)?.[1] ?? '',
      partnerServer,
      partnerDatabase,
      partnerRegion: partnerLocation,
      role,
      replicationState,
      percentComplete: properties.percentComplete ?? (replicationState.toUpperCase() === 'CATCH_UP' ? 100 : 0),
      ...(partnerDatabaseId ? { partnerDatabaseId } : {}),
      ...(linkType ? { linkType } : {}),
    };
  });

export const readServers = reader('server', serverSchema, textAt('name'));
export const readDatabases = reader('database', databaseSchema, textAt('name'));
export const readLinks = reader(
  'replication link',
  linkSchema,
  (entry) => LINK_ID.exec(textAt('id')(entry) ?? '')?.[1],
);

/** @param nameOf the database (or server) the entry is about, where even a malformed one still says it. */
function reader<Entry>(kind: string, schema: z.ZodType<Entry>, nameOf: (entry: unknown) => string | undefined) {
  return (entries: readonly unknown[], list: string, onMalformed: OnMalformed | undefined): Entry[] =>
    entries.flatMap((entry, index) => {
      const checked = schema.safeParse(entry);
      if (checked.success) return [checked.data];
      const [issue] = checked.error.issues;
      const seen =
        issue && issue.path.length > 0
          ? `one whose ${issue.path.map(String).join('.')} is missing or of another kind`
          : 'another value';
      onMalformed?.(malformed(kind, `${list}, entry ${index + 1}`, seen, nameOf(entry), textAt('id')(entry)));
      return [];
    });
}

function malformed(
  kind: string,
  place: string,
  seen: string,
  name: string | undefined,
  id: string | undefined,
): MalformedEntry {
  return {
    subject: id ?? place,
    message: `Expected a ${kind} as Resource Manager documents it; saw ${seen} (${place}). It is left out, its neighbours are kept.`,
    ...(name === undefined ? {} : { name: name.toLowerCase() }),
  };
}

function textAt(key: string): (entry: unknown) => string | undefined {
  return (entry) => {
    if (typeof entry !== 'object' || entry === null) return undefined;
    const value: unknown = Reflect.get(entry, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
}
