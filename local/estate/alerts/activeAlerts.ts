/** What Azure Monitor has said and not taken back: an alert fires once and is resolved once. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { ResourceHealthStatus } from '../model/changeTypes.ts';
import type { Told } from '../model/eventTypes.ts';
import { isMetricName } from '../model/metricNames.ts';
import type { EstateModel, RegionName } from '../model/types.ts';
import type { CommonAlert } from './commonAlert.ts';
import { type MetricEvent, metricAlert } from './metricAlert.ts';
import { type HealthEvent, resourceHealthAlert } from './resourceHealthAlert.ts';
import { type Incident, serviceHealthAlert } from './serviceHealthAlert.ts';

export interface ActiveAlerts {
  /** The alert that comes of it; nothing when it was said before, or there is nothing to take back. */
  tell(change: Told['change'], impactStartMs?: number): CommonAlert[];
  isServiceHealthActive(region: RegionName, service: string): boolean;
  /** Ends everything that is active for a region. */
  endRegion(region: RegionName): CommonAlert[];
}

type Telling<K> = Extract<Told['change'], { kind: K }>;

export function createActiveAlerts(model: EstateModel): ActiveAlerts {
  const incidents = new Map<string, Incident>();
  const health = new Map<string, HealthEvent>();
  const metrics = new Map<string, MetricEvent>();
  const subscriptionId = model.definition.subscriptions[0]?.id ?? '';

  function serviceHealth(change: Telling<'serviceHealth'>, impactStartMs: number): CommonAlert[] {
    const { region, service, status } = change;
    const key = incidentKey(region, service);
    const known = incidents.get(key);
    const nowMs = model.clock.now();
    if (status === 'Resolved') {
      incidents.delete(key);
      return known === undefined ? [] : [serviceHealthAlert(known, subscriptionId, nowMs)];
    }
    if (known !== undefined) return [];
    const ids = { alertId: randomUUID(), trackingId: trackingId() };
    const incident = { ...ids, service, region, impactStartMs, firedMs: nowMs };
    incidents.set(key, incident);
    return [serviceHealthAlert(incident, subscriptionId)];
  }

  function resourceHealth({ server, database, status }: Telling<'resourceHealth'>): CommonAlert[] {
    const place = placeOf(server, database);
    const known = health.get(place.resourceId);
    const previous: ResourceHealthStatus = known?.current ?? 'Available';
    if (previous === status) return [];
    const saidMs = model.clock.now();
    const event: HealthEvent = {
      ...place,
      alertId: known?.alertId ?? randomUUID(),
      previous,
      current: status,
      firedMs: known?.firedMs ?? saidMs,
      saidMs,
    };
    if (status === 'Available') health.delete(place.resourceId);
    else health.set(place.resourceId, event);
    return [resourceHealthAlert(event)];
  }

  function metric({ server, database, metric: name, fired }: Telling<'metric'>): CommonAlert[] {
    if (!isMetricName(name)) return [];
    const place = placeOf(server, database);
    const key = `${place.resourceId} ${name}`;
    const known = metrics.get(key);
    const nowMs = model.clock.now();
    if (!fired) {
      metrics.delete(key);
      return known === undefined ? [] : [metricAlert({ ...known, resolvedMs: nowMs })];
    }
    if (known !== undefined) return [];
    const event = { ...place, alertId: randomUUID(), metric: name, firedMs: nowMs };
    metrics.set(key, event);
    return [metricAlert(event)];
  }

  function placeOf(server: string, database: string): { resourceId: string; subscriptionId: string } {
    const found = model.database(server, database);
    const home = model.server(server);
    if (found === undefined || home === undefined) throw new Error(`expected a database, saw ${server}/${database}`);
    return { resourceId: found.resourceId, subscriptionId: home.subscriptionId };
  }

  function tell(change: Told['change'], impactStartMs = model.clock.now()): CommonAlert[] {
    if (change.kind === 'serviceHealth') return serviceHealth(change, impactStartMs);
    return change.kind === 'resourceHealth' ? resourceHealth(change) : metric(change);
  }

  return {
    tell,
    isServiceHealthActive: (region, service) => incidents.has(incidentKey(region, service)),
    endRegion(region) {
      const services = [...incidents.values()].filter((one) => one.region === region);
      const ends: Told['change'][] = services.map(({ service }) => ({
        kind: 'serviceHealth',
        region,
        service,
        status: 'Resolved',
      }));
      for (const server of model.servers().filter((one) => one.region === region)) {
        for (const { name: database, resourceId } of model.databases(server.name)) {
          const place = { server: server.name, database };
          if (health.has(resourceId)) ends.push({ kind: 'resourceHealth', ...place, status: 'Available' });
          for (const event of [...metrics.values()].filter((one) => one.resourceId === resourceId)) {
            ends.push({ kind: 'metric', ...place, metric: event.metric, fired: false });
          }
        }
      }
      return ends.flatMap((end) => tell(end));
    },
  };
}

function incidentKey(region: RegionName, service: string): string {
  return `${region}/${service.toLowerCase()}`;
}

/** For example `7X2K-9QD`, the form that Service Health gives its incidents. */
function trackingId(): string {
  const letters = [...randomBytes(7)].map((byte) => '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'.charAt(byte % 32)).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
