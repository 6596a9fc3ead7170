import { databaseKey } from '../topology/linkKey.ts';
import type { OwnFailover } from '../topology/topologyEvents.ts';
import type { ReplicationLink } from '../topology/types.ts';
import type { Storage } from './ports.ts';

/** More operations than these do not run within the hour that counts. */
const NEWEST = 50;

/** The failovers that Geowarden itself called for lately: a role change is somebody else's only where none of these made it. */
export async function ownFailovers({ operations }: Pick<Storage, 'operations'>): Promise<OwnFailover[]> {
  return (await operations.recent(NEWEST)).flatMap(({ id, steps }) =>
    steps.flatMap(({ choice, intent }) =>
      intent === undefined || choice.candidate === null
        ? []
        : [{ operationId: id, ...turnedBy(choice.candidate), intendedAtMs: intent.atMs }],
    ),
  );
}

const turnedBy = ({ linkKey, secondary }: ReplicationLink) => ({ linkKey, primary: databaseKey(secondary) });
