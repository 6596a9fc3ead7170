/**
 * The estate's certificate authority: made at start, gone with the process.
 * Its private key never leaves memory; only its certificate is written, for NODE_EXTRA_CA_CERTS.
 */
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import './reflectMetadata.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { checkCertificateNames } from './certificateNames.ts';

/** PEM, as `tls.createSecureContext` takes it. */
export interface IssuedCertificate {
  key: string;
  /** The leaf followed by the authority's certificate. */
  cert: string;
}

export interface CertificateAuthority {
  /** PEM file with the authority's certificate. */
  file: string;
  certificate: string;
  /**
   * A server certificate for these names; the first one is also the common name where it fits.
   * @throws Error when a name cannot stand in a certificate.
   */
  issue(names: string[]): Promise<IssuedCertificate>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** Certificates are checked against the machine's clock, whatever the estate's clock says. */
const BACKDATED_MS = 3_600_000;
const LIFETIME_MS = 30 * 24 * 3_600_000;
/** X.520 allows no more in a common name. */
const COMMON_NAME_LIMIT = 64;
const FILE_NAME = 'certificate-authority.pem';

/**
 * Makes a key pair and a self-signed certificate, ECDSA P-256 (which OpenSSL, FreeTDS and Node accept), valid for thirty days.
 * @param folder made when it is not there; receives `certificate-authority.pem` and nothing else.
 */
export async function createCertificateAuthority(folder: string): Promise<CertificateAuthority> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Geowarden local estate, O=Made at start and thrown away',
    keys,
    signingAlgorithm: ALGORITHM,
    serialNumber: newSerialNumber(),
    ...validity(),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pem = withNewline(certificate.toString('pem'));
  const file = join(folder, FILE_NAME);
  await mkdir(folder, { recursive: true });
  await writeFile(file, pem, { mode: 0o644 });
  return {
    file,
    certificate: pem,
    issue: async (names) => {
      checkCertificateNames(names);
      const leafKeys = await generateKeys();
      const leaf = await X509CertificateGenerator.create({
        subject: subjectFor(names[0] ?? ''),
        issuer: certificate.subjectName,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        serialNumber: newSerialNumber(),
        ...validity(),
        extensions: await leafExtensions(names, keys.publicKey, leafKeys.publicKey),
      });
      return { key: await privateKeyPem(leafKeys.privateKey), cert: withNewline(leaf.toString('pem')) + pem };
    },
  };
}

async function leafExtensions(
  names: string[],
  issuerKey: webcrypto.CryptoKey,
  leafKey: webcrypto.CryptoKey,
): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
    await AuthorityKeyIdentifierExtension.create(issuerKey),
    await SubjectKeyIdentifierExtension.create(leafKey),
  ];
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

function subjectFor(firstName: string): string {
  return firstName.length <= COMMON_NAME_LIMIT ? `CN=${firstName}` : 'CN=Geowarden local estate';
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - BACKDATED_MS), notAfter: new Date(now + LIFETIME_MS) };
}

/** Sixteen random bytes, positive and without a leading zero, as RFC 5280 asks. */
function newSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function withNewline(pem: string): string {
  return pem.endsWith('\n') ? pem : `${pem}\n`;
}
