import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createCertificateAuthority } from '../../../../local/estate/certificates/certificateAuthority.ts';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';
import { completeDefinition } from '../../../../local/estate/model/definition.ts';
import { createModel } from '../../../../local/estate/model/model.ts';
import {
  issueSqlCertificate,
  openSqlEndpoints,
  type SqlEndpointsOptions,
} from '../../../../local/estate/network/sqlEndpoints.ts';
import { workerName } from '../../../../local/estate/network/workerName.ts';
import { executeBatch } from '../../../../local/estate/sql/tsql/execute.ts';

const SERVERS = 120;
let folder: string;
let options: SqlEndpointsOptions;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estate-sql-'));
  const clock = { now: () => Date.now() };
  const servers = Array.from({ length: SERVERS }, (_, index) => ({
    name: `shop-${index}`,
    region: index % 2 === 0 ? 'westeurope' : 'northeurope',
    connectionPolicy: index < 2 ? ('redirect' as const) : ('proxy' as const),
  }));
  const databases = servers.map(({ name }) => ({ name: 'orders', server: name }));
  const model = createModel(completeDefinition({ servers, databases }), clock);
  const certificate = await issueSqlCertificate(await createCertificateAuthority(folder), model);
  options = { model, tokens: createTokenAuthority({ clock }), certificate, execute: executeBatch };
});
after(() => rm(folder, { recursive: true }));

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

test('one certificate holds for every gateway and every worker', () => {
  const { subjectAltName } = new X509Certificate(options.certificate.cert);
  assert.equal(
    subjectAltName,
    'DNS:*.database.windows.net, DNS:*.tr1.westeurope1-a.worker.database.windows.net, DNS:*.tr1.northeurope1-a.worker.database.windows.net',
  );
});

test('a hundred and twenty servers are mapped at their names and 1433, workers at theirs where clients are redirected', async () => {
  const part = await openSqlEndpoints(options, 'westeurope');
  try {
    const gateways = part.names.filter(({ port }) => port === 1433);
    assert.deepEqual(
      gateways.map(({ name }) => name),
      Array.from({ length: SERVERS }, (_, index) => `shop-${index}.database.windows.net`),
    );
    const workers = part.names.filter(({ port }) => port !== 1433);
    assert.deepEqual(
      workers.map(({ name, port }) => `${name}:${port}`),
      [`${workerName('shop-0', 'westeurope')}:11000`, `${workerName('shop-1', 'northeurope')}:11001`],
    );
    assert.equal(new Set(part.names.map(({ to }) => to)).size, SERVERS + 2);
    const reached = await Promise.all(part.names.map(({ to }) => accepts(to)));
    assert.equal(reached.every(Boolean), true);
  } finally {
    await part.close();
  }
});

test('closing frees every port, and twice is fine', async () => {
  const part = await openSqlEndpoints(options, 'northeurope');
  await part.close();
  await part.close();
  const reached = await Promise.all(part.names.slice(0, 20).map(({ to }) => accepts(to)));
  assert.equal(reached.some(Boolean), false);
});

test('when a server cannot be listened for, what was opened is closed and the reason is told', async () => {
  const { model } = options;
  const broken = { ...model, server: (name: string) => (name === 'shop-7' ? undefined : model.server(name)) };
  await assert.rejects(openSqlEndpoints({ ...options, model: broken }, 'westeurope'), /shop-7/);
});
