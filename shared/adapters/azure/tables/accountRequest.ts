import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { TableClient } from '@azure/data-tables';

const httpClient = createDefaultHttpClient();

/** What is asked of a table service beside the SDK's own methods. */
export interface AccountRequest {
  method: 'GET' | 'POST';
  /** Below the account. */
  path: string;
  query?: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body?: string;
  abortSignal: AbortSignal;
}

/** Where the account is, without the signature that the client's address may bear. */
export function accountOf(client: TableClient): string {
  return (client.url.split('?')[0] ?? '').replace(/\/$/, '');
}

/** One request over the client's own pipeline, which signs it and repeats it as ever. Any status is an answer. */
export async function askAccount(client: TableClient, request: AccountRequest): Promise<PipelineResponse> {
  const account = accountOf(client);
  const signature = client.url.split('?')[1];
  const asked = Object.entries(request.query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const query = [...asked, ...(signature === undefined ? [] : [signature])].join('&');
  const { method, body, abortSignal } = request;
  return client.pipeline.sendRequest(
    httpClient,
    createPipelineRequest({
      url: `${account}/${request.path}${query === '' ? '' : `?${query}`}`,
      method,
      ...(body === undefined ? {} : { body }),
      headers: createHttpHeaders({
        'x-ms-version': '2019-02-02',
        dataserviceversion: '3.0',
        maxdataserviceversion: '3.0;NetFx',
        ...request.headers,
      }),
      // Only an emulator's client has such an address: see storage.ts.
      allowInsecureConnection: account.startsWith('http:'),
      abortSignal,
    }),
  );
}
