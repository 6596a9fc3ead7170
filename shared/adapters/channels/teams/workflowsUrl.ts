import { type CheckedAddress, checkWebhookAddress } from '../webhookAddress.ts';

/**
 * Host names of Workflows webhooks in the public cloud (facts of 2026), and of the same services in the sovereign ones. The list only
 * warns: a proxy in front is somebody's good right.
 */
const KNOWN_HOSTS = [
  '.logic.azure.com',
  '.environment.api.powerplatform.com',
  '.logic.azure.us',
  '.environment.api.gov.powerplatform.microsoft.us',
  '.environment.api.high.powerplatform.microsoft.us',
  '.environment.api.appsplatform.us',
  '.logic.azure.cn',
  '.environment.api.powerplatform.partner.microsoftonline.cn',
];

/** Is this a Workflows webhook's address? Refused when it is not HTTPS, because its signature would cross the network in clear text. */
export function checkWorkflowsUrl(text: string): CheckedAddress & { warning?: string } {
  const checked = checkWebhookAddress(
    text,
    'a Teams workflow',
    true,
    'the trigger “When a Teams webhook request is received”',
  );
  if (!checked.ok || KNOWN_HOSTS.some((suffix) => checked.url.hostname.endsWith(suffix))) return checked;
  return {
    ...checked,
    warning: 'its host is none of those that Microsoft uses for Workflows: is it really the address of a workflow?',
  };
}
