import { dispatch } from '../alerting/dispatch/dispatch.ts';
import { EMPTY_DISPATCH } from '../alerting/dispatch/types.ts';
import type { PlaceInOutbox } from '../alerting/ports.ts';
import { toGroupViews, toSentView } from '../views/notifications.ts';
import type { GroupView, NotificationsView } from '../views/notificationTypes.ts';
import { jsonReply, problemReply, type Reply } from '../views/reply.ts';
import type { AppContext } from './context.ts';
import { dispatchRules, dispatchWorld } from './dispatchWorld.ts';
import type { Storage } from './ports.ts';

const PAGE = 50;
const MOST = 200;

/** GET /api/notifications?limit=&after=: a page of messages, and with the first what is not told now, and why; limit 0: only that. Changes nothing. */
export async function readNotifications(
  app: AppContext,
  query: { limit: string | null; after: string | null },
): Promise<Reply> {
  const limit = query.limit === null ? PAGE : Number(/^\d+$/.test(query.limit) ? query.limit : Number.NaN);
  const after = query.after === null ? undefined : placeOf(query.after);
  if (!Number.isInteger(limit) || limit > MOST || (query.after !== null && after === undefined)) {
    const detail = `Expected limit as a whole number from 0 to ${MOST}, and after as the next of an earlier answer.`;
    return problemReply(400, 'No such page', detail);
  }
  const storage = await app.ports.storage();
  const [entries, groups] = await Promise.all([
    // One more than is shown tells whether there is another page.
    limit === 0 ? [] : storage.outbox.recent(limit + 1, after),
    after === undefined ? groupsNow(app, storage) : undefined,
  ]);
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  const view: NotificationsView = {
    notifications: shown.map(toSentView),
    next: entries.length > limit && last !== undefined ? nameOf(last) : null,
    ...(groups === undefined ? {} : { groups }),
  };
  return jsonReply(200, view);
}

async function groupsNow({ configuration, now }: AppContext, storage: Storage): Promise<GroupView[]> {
  if (configuration === undefined) return [];
  const [stored, world] = await Promise.all([storage.dispatch.load(), dispatchWorld(configuration, storage, now())]);
  return toGroupViews(dispatch(stored?.value ?? EMPTY_DISPATCH, [], world, dispatchRules(configuration)).reports);
}

function nameOf({ createdAtMs, id }: PlaceInOutbox): string {
  return `${createdAtMs}-${id}`;
}

/** Undefined for what is no place. Ids are hexadecimal. */
function placeOf(name: string): PlaceInOutbox | undefined {
  const [, createdAtMs, id] = /^(\d{1,15})-([0-9a-f]{1,64})$/.exec(name) ?? [];
  return createdAtMs === undefined || id === undefined ? undefined : { createdAtMs: Number(createdAtMs), id };
}
