/** Azure's own word: what scenarios make it say, and what it says by itself after a region went down or came back. */
import type { Told } from '../model/eventTypes.ts';
import type { EstateModel, RegionName } from '../model/types.ts';
import type { Schedule } from '../network/schedule.ts';
import type { ActiveAlerts } from './activeAlerts.ts';
import type { CommonAlert } from './commonAlert.ts';

export interface HealthFeedsOptions {
  model: EstateModel;
  schedule: Schedule;
  active: ActiveAlerts;
  send(alert: CommonAlert): void;
}

/** The service that Azure names when a region with SQL servers is gone. */
const SERVICE = 'SQL Database';

interface RegionWatch {
  isDown: boolean;
  /** When that began; undefined until it has changed once. */
  sinceMs?: number;
  /** Takes back what is going to be said about it. */
  cancel(): void;
}

/**
 * Follows the model from now on.
 * @returns stops following; what is still going to be said is dropped with the schedule.
 */
export function followHealth({ model, schedule, active, send }: HealthFeedsOptions): () => void {
  const watches = new Map<RegionName, RegionWatch>();
  const regions = new Set([...model.definition.regions, ...model.servers().map(({ region }) => region)]);
  for (const region of regions) watches.set(region, { isDown: model.isRegionDown(region), cancel: () => {} });
  let heard = model.toldSince(0).at(-1)?.number ?? 0;
  let feeds = JSON.stringify(model.healthFeeds());

  const speak = (alerts: CommonAlert[]): void => {
    for (const alert of alerts) send(alert);
  };

  /** From the moment the region changed, however late the delay itself was changed. */
  function plan(region: RegionName, watch: RegionWatch): void {
    watch.cancel();
    watch.cancel = () => {};
    if (watch.sinceMs === undefined) return;
    const { sinceMs, isDown } = watch;
    const { serviceHealthAfterMs, resolvedAfterMs } = model.healthFeeds();
    const afterMs = isDown ? serviceHealthAfterMs : resolvedAfterMs;
    if (afterMs === null) return;
    watch.cancel = schedule.after(Math.max(0, sinceMs + afterMs - model.clock.now()), () => {
      // The end is said once; what becomes active later is another matter.
      if (isDown) {
        speak(active.tell({ kind: 'serviceHealth', region, service: SERVICE, status: 'Active' }, sinceMs));
      } else {
        delete watch.sinceMs;
        speak(active.endRegion(region));
      }
    });
  }

  function impactStartOf(change: Told['change']): number | undefined {
    const watch = change.kind === 'serviceHealth' ? watches.get(change.region) : undefined;
    return watch?.isDown ? watch.sinceMs : undefined;
  }

  function look(): void {
    const told = model.toldSince(heard);
    heard = told.at(-1)?.number ?? heard;
    for (const { change } of told) speak(active.tell(change, impactStartOf(change)));
    const changed = JSON.stringify(model.healthFeeds());
    const isReplanned = changed !== feeds;
    feeds = changed;
    for (const [region, watch] of watches) {
      const isDown = model.isRegionDown(region);
      if (isDown !== watch.isDown) {
        watch.isDown = isDown;
        watch.sinceMs = model.clock.now();
        plan(region, watch);
      } else if (isReplanned) plan(region, watch);
    }
  }

  const unsubscribe = model.onChange(look);
  return () => {
    unsubscribe();
    for (const { cancel } of watches.values()) cancel();
  };
}
