import { databaseKey } from '../topology/linkKey.ts';
import { logRateOf, needOf, objectiveName, smallestObjectiveFor } from '../topology/logRate.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import type { ServerAnswer, ServerLink } from './serverTypes.ts';

export interface ServerFinding {
  /** `server/database` of the end that says something else; the linkKey of what a secondary could not follow. */
  subject: string;
  code: 'server-disagrees' | 'outgrew-secondary';
  message: string;
}

type Read = Extract<ServerAnswer, { is: 'read' }>;
type Known = Pick<Topology, 'links' | 'notGeo' | 'databases'>;

/**
 * Where what the servers say of themselves differs from what Resource Manager said of them, and where the log of the last day was more than
 * a geo-secondary could have followed. A database on which an operation is in progress is left alone: its links are about to change. Pure.
 * @param answers by server; what is not there could not be read, and nothing is concluded
 */
export function serverFindings(known: Known, answers: ReadonlyMap<string, Read>): ServerFinding[] {
  return [
    ...known.links.flatMap((link) => [
      ...differences(link, link.primary, link.secondary, answers),
      ...differences(link, link.secondary, link.primary, answers),
      ...outgrown(link, known, answers),
    ]),
    ...[...answers].flatMap(([server, answer]) => unknownTo(known, server, answer)),
  ];
}

/** What `end`'s server says of the link, where that is something else. */
function differences(
  link: ReplicationLink,
  end: LinkEnd,
  partner: LinkEnd,
  answers: ReadonlyMap<string, Read>,
): ServerFinding[] {
  const answer = answers.get(end.server);
  // Resource Manager contradicts itself already: SourcesDisagree tells of that.
  if (answer === undefined || link.conflict !== undefined || isBusy(answer, end.database)) return [];
  const row = answer.links.find((one) => one.database === end.database && isWith(one, partner));
  const role = end === link.primary ? 'primary' : 'secondary';
  if (row?.role === role) return [];
  const seen =
    row === undefined ? 'the server itself lists no such link' : `the server itself says that it is the ${row.role}`;
  const message =
    `Resource Manager says that ${databaseKey(end)} is the ${role} of a link with ${databaseKey(partner)}; ${seen} ` +
    '(sys.geo_replication_links). If this stays after the next discovery, ask Azure support which of them is right.';
  return [{ subject: databaseKey(end), code: 'server-disagrees', message }];
}

/** Links of watched databases that Resource Manager does not list. */
function unknownTo({ links, notGeo }: Known, server: string, answer: Read): ServerFinding[] {
  const ends = links.flatMap((link) => [
    { end: link.primary, partner: link.secondary },
    { end: link.secondary, partner: link.primary },
  ]);
  const copies = notGeo.flatMap(({ partner, ...end }) => [
    { end, partner },
    { end: partner, partner: end },
  ]);
  const watched = new Set(ends.filter(({ end }) => end.server === server).map(({ end }) => end.database));
  return answer.links
    .filter(({ database }) => watched.has(database) && !isBusy(answer, database))
    .filter((row) => !ends.some(({ end, partner }) => isOf(end, server, row) && isWith(row, partner)))
    .filter((row) => !copies.some(({ end, partner }) => isOf(end, server, row) && isWith(row, partner)))
    .map((row) => ({
      subject: `${server}/${row.database}`,
      code: 'server-disagrees' as const,
      message:
        `The server ${server} lists a link of ${row.database} with ${row.partnerServer}/${row.partnerDatabase} ` +
        '(sys.geo_replication_links), which Resource Manager does not. It is not watched before Resource Manager lists it.',
    }));
}

/** sys.resource_stats, the highest five minutes of the last day, against what the secondary's size can follow. */
function outgrown(link: ReplicationLink, { databases }: Known, answers: ReadonlyMap<string, Read>): ServerFinding[] {
  const { primary, secondary } = link;
  const peak = answers.get(primary.server)?.logWrite?.find(({ database }) => database === primary.database);
  const skuOf = (end: LinkEnd) => databases.find((one) => databaseKey(one) === databaseKey(end))?.sku;
  const [primarySku, secondarySku] = [skuOf(primary), skuOf(secondary)];
  if (peak === undefined || primarySku === undefined || secondarySku === undefined) return [];
  const need = needOf(primarySku, peak.peakPercent);
  const rate = logRateOf(secondarySku);
  if (need === undefined || rate === undefined || rate.unit !== need.unit || rate.amount >= need.amount) return [];
  const smallest = smallestObjectiveFor(need, secondarySku);
  const wanted = smallest === undefined ? 'a larger size than its kind has' : `at least ${smallest}`;
  const message =
    `In the last day ${databaseKey(primary)} (${objectiveName(primarySku)}) wrote log at ${peak.peakPercent} % of what it may for five minutes ` +
    `(sys.resource_stats): the geo-secondary ${databaseKey(secondary)} (${objectiveName(secondarySku)}) cannot follow that, and needs ${wanted}.`;
  return [{ subject: link.linkKey, code: 'outgrew-secondary', message }];
}

const isBusy = ({ operations }: Read, database: string) =>
  operations?.some((one) => one.database === database) === true;
const isWith = (row: ServerLink, partner: { server: string; database: string }) =>
  row.partnerServer === partner.server && row.partnerDatabase === partner.database;
const isOf = (end: { server: string; database: string }, server: string, row: ServerLink) =>
  end.server === server && end.database === row.database;
