/** The activity log of a subscription: who called Resource Manager for what. Without the minutes that Azure's is late. */
import type { ManagementWrite } from '../model/monitorTypes.ts';
import { parameter } from '../resourceManager/apiVersions.ts';
import { isSameName, need } from '../resourceManager/lookup.ts';
import type { ArmHandler } from '../resourceManager/types.ts';
import { type ActivityEntry, activityEntriesOf } from './activityEntry.ts';
import { type ActivityFilter, parseActivityFilter } from './activityFilter.ts';

export const ACTIVITY_LOG_API_VERSIONS: readonly string[] = ['2015-04-01'];

export const listActivity: ArmHandler = (request, { model, paginate }) => {
  const filter = parseActivityFilter(parameter(request.url.searchParams, '$filter'), model.clock.now());
  const subscription = need(request, 'subscription');
  const entries = model
    .writesSince(0)
    .filter(({ resourceId }) => isSameName(resourceId.split('/')[2] ?? '', subscription))
    .flatMap((write) => activityEntriesOf(write).filter((entry) => isWanted(write, entry, filter)));
  const { value, ...rest } = paginate(entries, ({ key }) => key, request.url);
  return { status: 200, body: { value: value.map(({ shape }) => shape), ...rest } };
};

function isWanted(
  { resourceId }: ManagementWrite,
  entry: ActivityEntry,
  { fromMs, toMs, only }: ActivityFilter,
): boolean {
  if (entry.atMs < fromMs || entry.atMs > toMs) return false;
  if (only === undefined) return true;
  switch (only.property) {
    case 'resourceProvider':
      return isSameName(only.value, 'Microsoft.Sql');
    case 'resourceUri':
      return isSameName(only.value, resourceId);
    case 'resourceGroupName':
      return isSameName(only.value, resourceId.split('/')[4] ?? '');
    case 'correlationId':
      return isSameName(only.value, entry.correlationId);
  }
}
