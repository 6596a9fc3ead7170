import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect, createServer } from 'node:tls';
import { promisify } from 'node:util';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type IssuedCertificate,
} from '../../../../local/estate/certificates/certificateAuthority.ts';

const run = promisify(execFile);
let folder: string;
let authority: CertificateAuthority;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estate-ca-'));
  authority = await createCertificateAuthority(join(folder, 'made', 'here'));
});
after(() => rm(folder, { recursive: true }));

/** The first certificate of a chain. */
const leafOf = (issued: IssuedCertificate): X509Certificate => new X509Certificate(issued.cert);

/** What a TLS client that trusts only this authority makes of the server's certificate. */
async function handshake(issued: IssuedCertificate, servername: string, ca: string): Promise<string> {
  const server = createServer({ key: issued.key, cert: issued.cert }, (socket) => socket.end());
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, servername, ca });
      socket.on('secureConnect', () => {
        resolve(`${socket.authorized} ${socket.getProtocol()}`);
        socket.destroy();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  } finally {
    server.close();
  }
}

test('the folder is made and holds the certificate of the authority, and no key', async () => {
  assert.deepEqual(await readdir(join(folder, 'made', 'here')), ['certificate-authority.pem']);
  assert.equal(authority.file, join(folder, 'made', 'here', 'certificate-authority.pem'));
  const written = await readFile(authority.file, 'utf8');
  assert.equal(written, authority.certificate);
  assert.doesNotMatch(written, /PRIVATE KEY/);
  assert.match(written, /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n$/);
});

test('the authority is one, signs itself, and lives weeks, not years', () => {
  const certificate = new X509Certificate(authority.certificate);
  assert.equal(certificate.ca, true);
  assert.equal(certificate.verify(certificate.publicKey), true);
  const days = (certificate.validToDate.getTime() - Date.now()) / 86_400_000;
  assert.ok(days > 25 && days < 35, `valid for ${days} days`);
  assert.ok(certificate.validFromDate.getTime() < Date.now() - 60_000, 'backdated against small clock differences');
});

test('a leaf is signed by the authority, carries its names, and can sign nothing', async () => {
  const issued = await authority.issue(['management.azure.com', '*.database.windows.net']);
  const leaf = leafOf(issued);
  assert.equal(leaf.ca, false);
  assert.equal(leaf.checkIssued(new X509Certificate(authority.certificate)), true);
  assert.equal(leaf.verify(new X509Certificate(authority.certificate).publicKey), true);
  assert.equal(leaf.subjectAltName, 'DNS:management.azure.com, DNS:*.database.windows.net');
  assert.equal(leaf.subject, 'CN=management.azure.com');
  assert.equal(leaf.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
});

test('two leaves have different keys and serial numbers', async () => {
  const [one, two] = await Promise.all([authority.issue(['a.example.net']), authority.issue(['a.example.net'])]);
  assert.notEqual(one.key, two.key);
  assert.notEqual(leafOf(one).serialNumber, leafOf(two).serialNumber);
  assert.match(leafOf(one).serialNumber, /^[4-7][0-9A-F]{31}$/);
});

test('a name longer than a common name may be stands in the alternative names', async () => {
  const name = `long-name-of-a-logical-server-in-azure.${'b'.repeat(40)}.example.net`;
  const issued = await authority.issue([name]);
  assert.equal(leafOf(issued).subject, 'CN=Geowarden local estate');
  assert.equal(leafOf(issued).subjectAltName, `DNS:${name}`);
});

test('a client that trusts the authority accepts the names of the leaf and no other', async () => {
  const issued = await authority.issue(['management.azure.com', '*.database.windows.net']);
  assert.equal(await handshake(issued, 'management.azure.com', authority.certificate), 'true TLSv1.3');
  assert.equal(await handshake(issued, 'shop-we.database.windows.net', authority.certificate), 'true TLSv1.3');
  assert.equal(
    await handshake(issued, 'login.microsoftonline.com', authority.certificate),
    'ERR_TLS_CERT_ALTNAME_INVALID',
  );
});

test('a client that trusts another authority refuses the leaf', async () => {
  const other = await createCertificateAuthority(join(folder, 'other'));
  const issued = await authority.issue(['management.azure.com']);
  assert.equal(await handshake(issued, 'management.azure.com', other.certificate), 'SELF_SIGNED_CERT_IN_CHAIN');
});

test('OpenSSL verifies leaf and host name for a server, strictly', async () => {
  const leaf = join(folder, 'leaf.pem');
  await writeFile(leaf, (await authority.issue(['*.database.windows.net'])).cert);
  const { stdout } = await run('openssl', [
    ...['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', authority.file],
    ...['-verify_hostname', 'shop-we.database.windows.net', leaf],
  ]);
  assert.match(stdout, /: OK/);
});

test('names that no certificate can carry are refused before anything is made', async () => {
  await assert.rejects(authority.issue(['bad name.example.net']), /"bad name\.example\.net"/);
  await assert.rejects(authority.issue([]), /at least one host name/);
});
