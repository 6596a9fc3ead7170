/** The page's only way to the API. The key, where one is asked for, lives as long as the tab. */
import type { AutomationView } from '../../shared/views/automationTypes.ts';
import type { ExplainView } from '../../shared/views/explanationTypes.ts';
import type { IncidentsView } from '../../shared/views/incidentTypes.ts';
import type { NotificationsView } from '../../shared/views/notificationTypes.ts';
import type { SilencesView } from '../../shared/views/silenceTypes.ts';
import type { LinkDetailView, StatusView } from '../../shared/views/types.ts';

const KEY_NAME = 'geowarden-key';
const DEADLINE_MS = 10_000;

/** Thrown when the deployment asks for a function key, or the one given is wrong. */
export class KeyNeededError extends Error {}

export const rememberKey = (key: string): void => sessionStorage.setItem(KEY_NAME, key);

async function ask<T>(path: string): Promise<T> {
  const key = sessionStorage.getItem(KEY_NAME);
  const response = await fetch(path, {
    headers: key === null ? {} : { 'x-functions-key': key },
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (response.status === 401) throw new KeyNeededError('A function key is needed');
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

export const readStatus = (): Promise<StatusView> => ask('api/status');

export const readIncidents = (): Promise<IncidentsView> => ask('api/incidents');

export const readExplanation = (id: string): Promise<ExplainView> =>
  ask(`api/incidents/${encodeURIComponent(id)}/explain`);

export const readAutomation = (): Promise<AutomationView> => ask('api/automation');

export const readNotifications = (): Promise<NotificationsView> => ask('api/notifications?limit=0');

export const readSilences = (): Promise<SilencesView> => ask('api/silences');

/** The key's slash and tilde are safe in a path; everything else is encoded. */
export const readLink = (linkKey: string): Promise<LinkDetailView> =>
  ask(`api/links/${linkKey.split('/').map(encodeURIComponent).join('/')}`);
