/** The console's page: asks every second, shows the truth and what people were told about it. */
import type { MailMessage, TeamsMessage } from '../../estate/types.ts';
import type { ConsoleState } from '../state.ts';
import { byId } from './element.ts';
import { showEstate } from './estate.ts';
import { type HookInboxes, showHooks } from './hooks.ts';
import { onHurt, redraw, say } from './hurt.ts';
import { showMail, showTeams } from './told.ts';

const EVERY_MS = 1_000;
let isSilent = false;

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(path, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

async function refresh(): Promise<void> {
  const [state, teams, mail, pagerDuty, slack, webhook] = await Promise.all([
    ask<ConsoleState & { appUrl: string }>('/api/state'),
    ask<TeamsMessage[]>('/api/teams'),
    ask<MailMessage[]>('/api/mail'),
    ask<HookInboxes['pagerDuty']>('/api/pagerduty'),
    ask<HookInboxes['slack']>('/api/slack'),
    ask<HookInboxes['webhook']>('/api/webhook'),
  ]);
  (byId('app') as HTMLAnchorElement).href = state.appUrl;
  (byId('incidents') as HTMLAnchorElement).href = `${state.appUrl}/api/incidents`;
  redraw(() => showEstate(state));
  showTeams(teams);
  showMail(mail);
  showHooks({ pagerDuty, slack, webhook });
  if (isSilent) say('');
  isSilent = false;
}

function showSilence(error: unknown): void {
  isSilent = true;
  say(`The estate does not answer: ${error instanceof Error ? error.message : String(error)}`);
}

async function keepRefreshing(): Promise<void> {
  for (;;) {
    if (!document.hidden) await refresh().catch(showSilence);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

onHurt(() => void refresh().catch(showSilence));
void keepRefreshing();
