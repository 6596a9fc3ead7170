/** The app settings of a deployment in this estate. */
import type { EventGridTopic } from '../estate/eventGrid/types.ts';
import type { EstateAddresses } from '../estate/types.ts';

/** Names of the app settings that hold secrets; the configuration refers to them by name. */
export const SECRET_SETTINGS = {
  teams: 'TEAMS_WEBHOOK_URL',
  smtpPassword: 'SMTP_PASSWORD',
  communicationEmail: 'COMMUNICATION_EMAIL_CONNECTION_STRING',
  pagerDuty: 'PAGERDUTY_ROUTING_KEY',
  slack: 'SLACK_WEBHOOK_URL',
  webhook: 'WEBHOOK_URL',
  webhookSecret: 'WEBHOOK_SECRET',
  heartbeat: 'HEARTBEAT_URL',
  approvalKey: 'GEOWARDEN_APPROVAL_KEY',
  fenceStorage: 'GEOWARDEN_FENCE_STORAGE',
} as const;

/** @param index of the topic, from 0. */
export const topicKeySetting = (index: number) => `EVENT_GRID_KEY_${index + 1}`;

export interface SettingsInput {
  configuration: string;
  addresses: EstateAddresses;
  storageConnectionString: string;
  fenceConnectionString: string;
  approvalKey: string;
  topics: ReadonlyArray<Pick<EventGridTopic, 'key'>>;
  certificateAuthorityFile: string;
  region: string;
  /** What the function app is called: App Service tells it to the app. */
  siteName: string;
}

export function appSettings(input: SettingsInput): Record<string, string> {
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsStorage: input.storageConnectionString,
    AzureWebJobsDisableHomepage: 'true',
    GEOWARDEN_CONFIG: input.configuration,
    // The desk stands on a laptop's loopback: as an owner behind a private network would set it.
    GEOWARDEN_HTTP_AUTH: 'anonymous',
    REGION_NAME: input.region,
    WEBSITE_SITE_NAME: input.siteName,
    NODE_EXTRA_CA_CERTS: input.certificateAuthorityFile,
    [SECRET_SETTINGS.teams]: input.addresses.teamsWebhookUrl,
    [SECRET_SETTINGS.smtpPassword]: input.addresses.smtp.password,
    [SECRET_SETTINGS.communicationEmail]: input.addresses.communicationEmailConnectionString,
    [SECRET_SETTINGS.pagerDuty]: input.addresses.pagerDutyRoutingKey,
    [SECRET_SETTINGS.slack]: input.addresses.slackWebhookUrl,
    [SECRET_SETTINGS.webhook]: input.addresses.webhook.url,
    [SECRET_SETTINGS.webhookSecret]: input.addresses.webhook.secret,
    [SECRET_SETTINGS.heartbeat]: input.addresses.heartbeatUrl,
    [SECRET_SETTINGS.approvalKey]: input.approvalKey,
    [SECRET_SETTINGS.fenceStorage]: input.fenceConnectionString,
    ...Object.fromEntries(input.topics.map(({ key }, index) => [topicKeySetting(index), key])),
  };
}
