/** Of what people heard. */
import type { Story, TablesAtEnd } from '../story.ts';
import { type Complaint, firstOf } from './violation.ts';

/** Every notice that was sent is closed, or what it is about goes on. */
export function everyNoticeIsClosed({ tables }: Story): Complaint {
  return firstOf(tables, ({ outbox, incidents, operations, deployments }) => {
    const closed = new Set(outbox.flatMap(({ notice }) => (notice.follows === undefined ? [] : [notice.follows])));
    const goesOn = goingOn({ incidents, operations });
    return firstOf(outbox, ({ notice, status }) => {
      if (notice.reason !== 'first' || status === 'failed' || closed.has(notice.id)) return undefined;
      const { incidentId = '', operationId = '' } = notice.outage ?? {};
      if (goesOn.has(operationId) || (operationId === '' && goesOn.has(incidentId))) return undefined;
      return `${deployments} never heard the end of ${notice.condition} '${notice.sentence}'`;
    });
  });
}

function goingOn({ incidents, operations }: Pick<TablesAtEnd, 'incidents' | 'operations'>): Set<string> {
  const open = incidents.filter(({ phase, toldAtMs, closedAtMs }) => phase !== 'over' || (toldAtMs && !closedAtMs));
  return new Set([
    ...open.map(({ id }) => id),
    ...operations.filter(({ state }) => state !== 'closed').map(({ id }) => id),
  ]);
}

/** Nobody hears of an end before its beginning, unless that message was given up. */
export function noEndBeforeItsBeginning({ heard, tables }: Story): Complaint {
  const failed = new Set(
    tables.flatMap(({ outbox }) => outbox.filter(({ status }) => status === 'failed').map(({ notice }) => notice.id)),
  );
  const known = new Set<string>();
  return firstOf(heard, ({ deployments, noticeId, follows }) => {
    known.add(`${deployments} ${noticeId}`);
    if (follows === undefined || failed.has(follows) || known.has(`${deployments} ${follows}`)) return undefined;
    return `${deployments} heard ${noticeId} before ${follows}`;
  });
}
