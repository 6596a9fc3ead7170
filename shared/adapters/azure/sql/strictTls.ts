import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';

/** What TDS 8 is called in the handshake (MS-TDS 3.2.5.1). */
const PROTOCOL = 'tds/8.0';
/**
 * The one protocol in ALPN's own form (RFC 7301, 3.1). Of a list of names Node makes a buffer for each connection in its pool, of which
 * 64 KiB then stay as long as the connection; of a view that is no array of bytes it makes a small one.
 */
const PROTOCOLS = new DataView(Uint8Array.of(PROTOCOL.length, ...Buffer.from(PROTOCOL)).buffer);

/** By the certificate authorities that are trusted instead of the system's. */
const contexts = new Map<string | undefined, SecureContext>();

/**
 * TLS 1.2 or later around a socket, with the server's certificate checked for its name. The driver makes a context for every connection: a
 * twelfth of what a login takes of a core, and memory for as long as the connection is kept. Here they have one together.
 * @param certificateAuthority PEM; left out: the system's, and what NODE_EXTRA_CA_CERTS adds
 * @throws what the handshake failed with, or the signal's reason; then the TLS socket is destroyed
 */
export async function startStrictTls(
  socket: Socket,
  server: string,
  certificateAuthority: string | undefined,
  signal: AbortSignal,
): Promise<TLSSocket> {
  signal.throwIfAborted();
  const encrypted = connect({
    socket,
    host: server,
    // An address is no name that a certificate could be asked for.
    servername: isIP(server) === 0 ? server : '',
    ALPNProtocols: PROTOCOLS,
    secureContext: contextFor(certificateAuthority),
  });
  try {
    await once(encrypted, 'secureConnect', { signal });
    return encrypted;
  } catch (error) {
    encrypted.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

function contextFor(certificateAuthority: string | undefined): SecureContext {
  const known = contexts.get(certificateAuthority);
  if (known !== undefined) return known;
  const made = createSecureContext({
    minVersion: 'TLSv1.2',
    ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
  });
  contexts.set(certificateAuthority, made);
  return made;
}
