/** The status page: asks every few seconds and shows what it was told, or that it was told nothing. */
import {
  KeyNeededError,
  readAutomation,
  readIncidents,
  readNotifications,
  readSilences,
  readStatus,
  rememberKey,
} from './api.ts';
import { byId } from './element.ts';
import { showHeld, showSilences } from './held.ts';
import { refreshExplanations, showAutomation, showIncidents } from './incidents.ts';
import { refreshHistory, showLinks } from './links.ts';
import { showHeader, showLists, showSummary } from './sections.ts';

const EVERY_MS = 3_000;

async function refresh(): Promise<void> {
  // What one of them cannot tell takes nothing from the others; only the status says whether anybody answers at all.
  const [status, incidents, automation, notifications, silences] = await Promise.all([
    readStatus(),
    readIncidents().catch(() => undefined),
    readAutomation().catch(() => undefined),
    readNotifications().catch(() => undefined),
    readSilences().catch(() => undefined),
  ]);
  byId('key').hidden = true;
  document.body.classList.remove('old');
  showHeader(status);
  showSummary(status);
  showIncidents(incidents);
  showAutomation(automation);
  showLists(status);
  showHeld(notifications?.groups);
  showSilences(silences?.silences);
  showLinks(status);
  await refreshExplanations();
  await refreshHistory(status.objectives?.rpoSeconds ?? null);
}

/** The page never keeps showing old numbers as if they were new. */
function showSilence(error: unknown): void {
  const health = byId('health');
  health.className = 'pill bad';
  document.body.classList.add('old');
  if (error instanceof KeyNeededError) {
    byId('key').hidden = false;
    health.textContent = 'key needed';
    return;
  }
  health.textContent = 'no answer';
  const seen = error instanceof Error ? error.message : String(error);
  byId('sweeps').textContent = `What is shown is old: ${seen}`;
}

async function keepRefreshing(): Promise<void> {
  for (;;) {
    if (!document.hidden) await refresh().catch(showSilence);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

byId('key').addEventListener('submit', (event) => {
  event.preventDefault();
  rememberKey((byId('key-input') as HTMLInputElement).value);
  refresh().catch(showSilence);
});
void keepRefreshing();
