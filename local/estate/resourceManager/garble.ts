/** Answers that are not Resource Manager's, with a status that says all is well: what a proxy on the way makes of them. */
import type { SiteResponse } from '../network/types.ts';

const PAGE = `<!DOCTYPE html>
<html><head><title>Sign in to the network</title></head><body><p>Please accept the terms of use.</p></body></html>`;

export interface Garbler {
  /** True when the next request does not get through: a page of somebody else's is its answer. */
  intercepts(method: string): boolean;
  page(): SiteResponse;
  /** The answer with the second half of its body missing, under a length that does not tell. */
  truncate(response: SiteResponse): SiteResponse;
}

/** Reads meet a foreign page and half an answer by turns; whatever would change something never gets through. */
export function createGarbler(): Garbler {
  let reads = 0;
  return {
    intercepts(method) {
      if (method !== 'GET') return true;
      reads += 1;
      return reads % 2 === 1;
    },
    page: () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: PAGE }),
    truncate(response) {
      if (!('status' in response) || typeof response.body !== 'string') return response;
      return { ...response, status: 200, body: response.body.slice(0, Math.ceil(response.body.length / 2)) };
    },
  };
}
