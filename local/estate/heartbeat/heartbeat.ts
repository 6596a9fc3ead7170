import { randomUUID } from 'node:crypto';
import type { Clock } from '../model/types.ts';
import { createReceived } from '../network/received.ts';
import type { Site, SiteRequest, SiteResponse } from '../network/types.ts';
import type { HeartbeatPing } from '../types.ts';

const HOST = 'hc-ping.com';
const UUID = /^\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(\/(start|fail))?$/;
const METHODS = new Set(['HEAD', 'GET', 'POST']);
/** As much of a body is kept for each ping (healthchecks.io, "Pinging API"). */
const MAX_KEPT_BYTES = 10_000;

export interface HeartbeatCheck {
  site: Site;
  /** Its UUID is the secret. */
  url: string;
  /** Oldest first; refused ones too, with the status they were refused with. */
  pings(): HeartbeatPing[];
}

/** One check as healthchecks.io keeps it. The real one answers some checks that it does not know with 200 as well; here it is always 404. */
export function createHeartbeatCheck({ clock }: { clock: Clock }): HeartbeatCheck {
  const uuid = randomUUID();
  const received = createReceived<HeartbeatPing>('ping', clock);
  return {
    site: {
      names: [HOST],
      region: 'global',
      async handle(request): Promise<SiteResponse> {
        const [, asked, , signal] = UUID.exec(request.url.pathname) ?? [];
        const status = statusOf(request, asked === uuid);
        received.keep({
          signal: signal === 'start' || signal === 'fail' ? signal : 'success',
          body: new TextDecoder().decode(request.body.subarray(0, MAX_KEPT_BYTES)),
          status,
        });
        return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: WORDS[status] };
      },
    },
    url: `https://${HOST}/${uuid}`,
    pings: received.messages,
  };
}

const WORDS = { 200: 'OK', 404: 'not found', 405: 'method not allowed' } as const;

function statusOf({ method }: SiteRequest, isKnown: boolean): keyof typeof WORDS {
  if (!isKnown) return 404;
  return METHODS.has(method) ? 200 : 405;
}
