/**
 * What `@azure/arm-sql` 10.0.0 lets through: an answer with status 200 that is no list (a proxy's HTML page, an empty body, `{}`, an array)
 * comes out of its pagers as an empty list, and a topology built on that would be empty too. This policy reads each answer before the
 * client does. It also keeps the token at home: a `nextLink` to another host is refused.
 */
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { ReadFailure } from '../../../topology/errors.ts';

/** Refuses before the token is added: must be added with position `perCall`. */
export function homePolicy(resourceManagerUrl: string): PipelinePolicy {
  const home = new URL(resourceManagerUrl).origin;
  return {
    name: 'geowardenHome',
    async sendRequest(request, next) {
      if (new URL(request.url).origin !== home) {
        throw new ReadFailure(
          'garbage',
          `Expected pages at ${home}; saw a nextLink to another host, which got no token.`,
        );
      }
      return next(request);
    },
  };
}

/** Refuses lists that are none: must be added with position `perRetry`, so that it sees the answer before it is interpreted. */
export const listPolicy: PipelinePolicy = {
  name: 'geowardenList',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status === 200) assertList(response);
    return response;
  },
};

/** The body of a list as Resource Manager sends it. @throws ReadFailure of kind garbage */
export function assertList(response: PipelineResponse): { value: unknown[]; nextLink?: string } {
  const body = parsed(response.bodyAsText ?? '');
  if (typeof body !== 'object' || body === null || !('value' in body) || !Array.isArray(body.value)) {
    throw garbage('a JSON value without a list in `value`');
  }
  const nextLink = 'nextLink' in body ? body.nextLink : undefined;
  if (nextLink === undefined || nextLink === null || nextLink === '') return { value: body.value };
  if (typeof nextLink !== 'string') throw garbage('a nextLink that is no text');
  return { value: body.value, nextLink };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw garbage(text.trim() === '' ? 'an empty answer' : 'an answer that is not JSON');
  }
}

function garbage(seen: string): ReadFailure {
  return new ReadFailure(
    'garbage',
    `Expected a list from Resource Manager; saw ${seen}. Something between the app and Azure may answer in its place: check proxies.`,
  );
}
