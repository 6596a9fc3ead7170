import type { Notice } from '../alerting/types.ts';
import { conditionPage } from './conditionPage.ts';
import { oneLine } from './plainText.ts';
import type { MessageContext, MessageLink } from './types.ts';

const LONGEST_URL = 2_000;
export const READ_ABOUT = 'Read about this alert';

/**
 * Where a message leads: to the decision that waits, to the incident, else to the status page; and to the page of its condition. Empty
 * without an address of the app and of the docs.
 */
export function linksOf(notice: Notice, context: MessageContext): MessageLink[] {
  const links: Array<MessageLink | undefined> = [
    link('Review and decide', decisionUrl(notice, context)),
    notice.outage?.incidentId === undefined
      ? link('Open the status page', context.pageUrl)
      : link('Open the incident', incidentUrl(notice.outage.incidentId, context)),
    link(READ_ABOUT, pageAddress(notice, context)),
  ];
  return links.filter((each) => each !== undefined);
}

/** Only for a question that is open: its closing message decides nothing. */
function decisionUrl({ reason, condition, outage }: Notice, { approvalLink }: MessageContext): string | undefined {
  if (reason === 'resolved' || condition !== 'ApprovalWaiting' || outage?.approval === undefined) return undefined;
  return approvalLink?.(outage.approval);
}

function incidentUrl(id: string, { pageUrl }: MessageContext): string | undefined {
  if (pageUrl === undefined) return undefined;
  // Cleaned first: half a character cannot be encoded.
  return `${pageUrl.replace(/\/+$/, '')}/api/incidents/${encodeURIComponent(oneLine(id, 200))}`;
}

/** Where the docs are served as files, else the app's own page, which has no file name. */
function pageAddress({ condition, test }: Notice, { docsUrl, pageUrl }: MessageContext): string | undefined {
  const page = test ? undefined : conditionPage(condition);
  if (page === undefined) return undefined;
  if (docsUrl !== undefined) return `${docsUrl.replace(/\/+$/, '')}/${page}`;
  return pageUrl === undefined ? undefined : `${pageUrl.replace(/\/+$/, '')}/${page.replace(/\.md$/, '')}`;
}

/** Only an address that a browser opens: anything else in the configuration must not become a link in a message. */
function link(title: MessageLink['title'], address: string | undefined): MessageLink | undefined {
  if (address === undefined || address.length > LONGEST_URL || !URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? { title, url: href } : undefined;
}
