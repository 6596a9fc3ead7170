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

/** No message here holds the address: its `sig` is the key to the channel. */
export type CheckedUrl = { ok: true; url: URL; warning?: string } | { ok: false; fault: string };

/** Is this a Workflows webhook's address? Refused when it is not HTTPS, because its signature would cross the network in clear text. */
export function checkWorkflowsUrl(text: string): CheckedUrl {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return refused('is not an address');
  const url = new URL(trimmed);
  if (url.protocol !== 'https:') return refused('does not begin with https://');
  if (url.username !== '' || url.password !== '')
    return refused('holds a user name, which a Workflows address never does');
  const known = KNOWN_HOSTS.some((suffix) => url.hostname.endsWith(suffix));
  if (known) return { ok: true, url };
  return {
    ok: true,
    url,
    warning: 'its host is none of those that Microsoft uses for Workflows: is it really the address of a workflow?',
  };
}

function refused(seen: string): CheckedUrl {
  return {
    ok: false,
    fault: `The app setting was expected to hold the HTTPS address of a Teams workflow, but what it holds ${seen}. Copy the address from the trigger “When a Teams webhook request is received”.`,
  };
}
