import { type PageHashes, pageReply, problemReply, type Reply } from './reply.ts';

/** A page of docs/conditions/, as it was built: links to the others begin with `./`. */
interface ConditionPage {
  html: string;
  hashes: PageHashes;
}

/**
 * GET /conditions and /conditions/{name}. The app may stand below a path that only its proxy knows, so links stay relative, to where the
 * address leads: with a slash at its end a folder deeper than without.
 */
export function conditionPageReply(
  pages: ReadonlyMap<string, ConditionPage>,
  name: string,
  { endsInSlash }: { endsInSlash: boolean },
): Reply {
  const page = pages.get(name);
  if (page === undefined) {
    const detail = 'Expected the name of a condition as in lag-high; GET /conditions lists them all.';
    return problemReply(404, 'No such condition', detail);
  }
  return pageReply(page.html.replaceAll('href="./', `href="${folderFrom(name, endsInSlash)}`), page.hashes);
}

/** Where the folder of the pages is, as seen from the address. */
function folderFrom(name: string, endsInSlash: boolean): string {
  if (name === '') return endsInSlash ? './' : 'conditions/';
  return endsInSlash ? '../' : './';
}
