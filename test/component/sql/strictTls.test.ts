import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import net, { type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, mock, test } from 'node:test';
import tls from 'node:tls';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../../../local/estate/certificates/certificateAuthority.ts';
import { startStrictTls } from '../../../shared/adapters/azure/sql/strictTls.ts';

const NAME = 'gw-we.database.windows.net';
const patient = () => AbortSignal.timeout(10_000);

describe('TLS from the first byte', () => {
  let folder: string;
  let authority: CertificateAuthority;
  let server: tls.Server;
  /** Accepts, and never says anything. */
  let mute: net.Server;
  const askedFor: string[] = [];
  const opened: Socket[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'geowarden-tls-'));
    authority = await createCertificateAuthority(folder);
    const issued = await authority.issue([NAME]);
    const SNICallback = (name: string, done: (error: null) => void) => {
      askedFor.push(name);
      done(null);
    };
    const options = { ...issued, ALPNProtocols: ['tds/8.0'], SNICallback };
    server = tls.createServer(options, (socket) => void opened.push(socket));
    mute = net.createServer((socket) => void opened.push(socket));
    for (const one of [server, mute]) {
      one.on('connection', (socket: Socket) => socket.on('error', () => {}));
      await new Promise<void>((resolve) => one.listen({ port: 0, host: '127.0.0.1' }, resolve));
    }
    server.on('tlsClientError', () => {});
  });

  after(async () => {
    for (const socket of opened) socket.destroy();
    await Promise.all([server, mute].map((one) => new Promise((resolve) => one.close(resolve))));
    await rm(folder, { recursive: true });
  });

  const dial = (to: net.Server): Promise<Socket> => {
    const socket = net.connect((to.address() as AddressInfo).port, '127.0.0.1');
    opened.push(socket);
    socket.on('error', () => {});
    return new Promise((resolve) => socket.once('connect', () => resolve(socket)));
  };

  test('asks for the server by its name and speaks TDS 8', async () => {
    const socket = await startStrictTls(await dial(server), NAME, authority.certificate, patient());
    assert.equal(socket.authorized, true);
    assert.equal(socket.alpnProtocol, 'tds/8.0');
    assert.equal(askedFor.at(-1), NAME);
    socket.destroy();
  });

  test('makes one context for all connections that trust the same', async () => {
    const made = mock.method(tls, 'createSecureContext');
    syncBuiltinESMExports();
    try {
      const other = await createCertificateAuthority(join(folder, 'other'));
      for (const trusted of [authority, other, authority, other]) {
        await startStrictTls(await dial(server), NAME, trusted.certificate, patient()).then(
          (socket) => socket.destroy(),
          () => {},
        );
      }
      // The one that is new to this process.
      assert.equal(made.mock.callCount(), 1);
    } finally {
      made.mock.restore();
      syncBuiltinESMExports();
    }
  });

  test('refuses a certificate that is for another name, or from nobody who is trusted', async () => {
    const stranger = await createCertificateAuthority(join(folder, 'stranger'));
    const cases = [
      { name: 'other.example.com', trusted: authority, code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      { name: NAME, trusted: stranger, code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    ];
    for (const { name, trusted, code } of cases) {
      const socket = await dial(server);
      await assert.rejects(startStrictTls(socket, name, trusted.certificate, patient()), { code });
    }
  });

  test('is given up when the caller gives up, in the middle of the handshake and before it', async () => {
    const controller = new AbortController();
    const socket = await dial(mute);
    const started = startStrictTls(socket, NAME, authority.certificate, controller.signal);
    const reason = new Error('no more patience');
    controller.abort(reason);
    await assert.rejects(started, reason);
    await assert.rejects(startStrictTls(await dial(mute), NAME, undefined, controller.signal), reason);
  });
});
