/** The product's configuration and app settings for a deployment in this estate: what its owner would have written. */
import { stringify } from 'yaml';
import type { EstateDefinition } from '../estate/model/types.ts';
import type { EstateAddresses } from '../estate/types.ts';

/** Names of the app settings that hold secrets; the configuration refers to them by name. */
const SECRET_SETTINGS = {
  teams: 'TEAMS_WEBHOOK_URL',
  smtpPassword: 'SMTP_PASSWORD',
  communicationEmail: 'COMMUNICATION_EMAIL_CONNECTION_STRING',
} as const;

/** A scenario's own configuration, completed with what to watch and whom to tell where it does not say so itself. */
export function completeConfiguration(
  given: Record<string, unknown>,
  definition: EstateDefinition,
  addresses: EstateAddresses,
): string {
  return stringify({
    name: 'Contoso',
    scopes: [{ name: 'estate', subscriptions: definition.subscriptions.map((subscription) => subscription.id) }],
    channels: [
      { name: 'ops', type: 'teams', url: { setting: SECRET_SETTINGS.teams } },
      {
        name: 'mail',
        type: 'smtp',
        host: addresses.smtp.host,
        port: addresses.smtp.port,
        user: addresses.smtp.user,
        password: { setting: SECRET_SETTINGS.smtpPassword },
        from: 'geowarden@contoso.com',
        to: ['oncall@contoso.com'],
      },
    ],
    ...given,
  });
}

export function appSettings(input: {
  configuration: string;
  addresses: EstateAddresses;
  storageConnectionString: string;
  certificateAuthorityFile: string;
  region: string;
}): Record<string, string> {
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AzureWebJobsStorage: input.storageConnectionString,
    AzureWebJobsDisableHomepage: 'true',
    GEOWARDEN_CONFIG: input.configuration,
    // The desk stands on a laptop's loopback: as an owner behind a private network would set it.
    GEOWARDEN_HTTP_AUTH: 'anonymous',
    REGION_NAME: input.region,
    NODE_EXTRA_CA_CERTS: input.certificateAuthorityFile,
    [SECRET_SETTINGS.teams]: input.addresses.teamsWebhookUrl,
    [SECRET_SETTINGS.smtpPassword]: input.addresses.smtp.password,
    [SECRET_SETTINGS.communicationEmail]: input.addresses.communicationEmailConnectionString,
  };
}
