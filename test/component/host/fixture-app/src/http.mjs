import { app, output } from '@azure/functions';

const queueOut = output.storageQueue({ queueName: 'items', connection: 'AzureWebJobsStorage' });
const blobOut = output.storageBlob({ path: 'audit/{rand-guid}.json', connection: 'AzureWebJobsStorage' });

app.http('echo', {
  methods: ['GET', 'POST'],
  authLevel: 'anonymous',
  handler: async (request, context) => {
    context.log('echo of', request.method);
    return {
      headers: { 'x-function': context.functionName },
      cookies: [
        { name: 'a', value: '1', httpOnly: true, sameSite: 'Lax' },
        { name: 'b', value: '2' },
      ],
      jsonBody: {
        method: request.method,
        url: request.url,
        query: Object.fromEntries(request.query),
        header: request.headers.get('x-test'),
        body: request.method === 'POST' ? await request.text() : null,
        triggerMetadata: context.triggerMetadata ?? null,
      },
    };
  },
});

app.http('getItem', {
  methods: ['GET', 'DELETE'],
  authLevel: 'anonymous',
  route: 'items/{kind:alpha}/{id:int?}',
  handler: (request) => ({ jsonBody: { fn: 'getItem', params: request.params } }),
});
app.http('files', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'files/{*path}',
  handler: (request) => ({ jsonBody: { fn: 'files', params: request.params } }),
});
// Both fit GET /api/order/first: the alphabet decides, not the order of registration.
app.http('zLater', { methods: ['GET'], route: 'order/first', handler: () => ({ body: 'zLater' }) });
app.http('aSooner', { methods: ['GET'], route: 'order/{which}', handler: () => ({ body: 'aSooner' }) });
app.http('reserved', { methods: ['GET'], route: 'administrators', handler: () => ({ body: 'never' }) });
app.http('withKey', { methods: ['GET'], authLevel: 'function', handler: () => ({ body: 'function' }) });
app.http('withMasterKey', { methods: ['GET'], authLevel: 'admin', handler: () => ({ body: 'admin' }) });

app.http('enqueue', {
  methods: ['POST'],
  authLevel: 'anonymous',
  extraOutputs: [queueOut, blobOut],
  handler: async (request, context) => {
    const { items, fail } = await request.json();
    context.extraOutputs.set(queueOut, items);
    context.extraOutputs.set(blobOut, { count: items.length });
    if (fail) throw new Error('after the outputs were set');
    return { status: 202 };
  },
});

app.http('nothing', { methods: ['GET'], handler: () => undefined });
app.http('badReturn', { methods: ['GET'], handler: () => 'a string' });
app.http('throwError', {
  methods: ['GET'],
  handler: () => {
    throw new TypeError('boom');
  },
});
app.http('throwString', {
  methods: ['GET'],
  handler: () => {
    throw 'just text';
  },
});
app.http('throwObject', {
  methods: ['GET'],
  handler: () => {
    throw { code: 7 };
  },
});
app.http('throwUndefined', {
  methods: ['GET'],
  handler: () => {
    throw undefined;
  },
});
app.http('bytes', {
  methods: ['POST'],
  handler: async (request) => ({
    body: new Uint8Array(await request.arrayBuffer()).reverse(),
    headers: { 'content-type': 'application/x-bytes' },
  }),
});
app.http('setCookieHeader', {
  methods: ['GET'],
  handler: () => {
    const headers = new Headers();
    headers.append('set-cookie', 'a=1');
    headers.append('set-cookie', 'b=2');
    headers.append('vary', 'x');
    headers.append('vary', 'y');
    return { headers, body: 'ok' };
  },
});
app.http('environment', {
  methods: ['GET'],
  handler: (request) => ({ jsonBody: process.env[request.query.get('name')] ?? null }),
});
app.http('consoleLog', {
  methods: ['GET'],
  handler: () => {
    console.log('{"event":"ready","url":"not this one"}');
    return { status: 204 };
  },
});
app.http('crash', {
  methods: ['POST'],
  handler: () => {
    setImmediate(() => {
      throw new Error('thrown outside of any invocation');
    });
    return { status: 202 };
  },
});
app.http('slow', {
  methods: ['GET'],
  handler: async (request, context) => {
    context.log('slow has begun');
    await new Promise((resolve) => setTimeout(resolve, Number(request.query.get('ms'))));
    context.log('slow has ended');
    return { body: 'done' };
  },
});
