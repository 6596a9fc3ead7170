import type { Topic } from '../../shared/config/types.ts';
import type { Check } from '../types.ts';
import { failed, passed } from './checks.ts';

/** What came of opening TLS to the topic's host: nothing was sent. */
export type TopicAnswer = { ok: true } | { ok: false; code: string };

const NAME_CODES = ['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'];

/** Can a change of evidence be published there? A wrong key shows only when something is published, and doctor publishes nothing. */
export function judgeTopic({ endpoint, key }: Topic, index: number, answer: TopicAnswer): Check {
  const host = hostOf(endpoint);
  const expected = `${host} known to DNS, and TLS to its port 443`;
  const name = `event topic ${index}`;
  if (answer.ok) {
    const by = key === undefined ? 'by identity, which needs the role EventGrid Data Sender' : 'with a key (not shown)';
    return passed(name, expected, `reached; published to ${by}`);
  }
  return failed(name, expected, `${answer.code} for ${host}`, adviceFor(answer.code));
}

export function hostOf(endpoint: string): string {
  return new URL(endpoint).hostname;
}

function adviceFor(code: string): string {
  const until = 'Until then only the timer wakes Geowarden, and a witness is not heard.';
  if (NAME_CODES.includes(code)) {
    return `Compare it with: az eventgrid topic show --query endpoint; and check private DNS zones. ${until}`;
  }
  if (/CERT|ALTNAME|SELF_SIGNED|ISSUER/.test(code)) {
    return `Something in between shows another certificate: let the name pass it unopened. ${until}`;
  }
  return `Check outbound rules, private endpoints, and the topic's own firewall. ${until}`;
}
