/** Real servers with real certificates, under the names that a deployment would use, on free ports of this machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type IssuedCertificate,
} from '../../../local/estate/certificates/certificateAuthority.ts';
import { patchConnect } from '../../../local/host/names/mappedConnect.ts';
import { createNameMap } from '../../../local/host/names/nameMap.ts';

interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Answer = (response: ServerResponse, request: SeenRequest, count: number) => void;

export interface HttpsStandIn {
  port: number;
  requests: SeenRequest[];
  /** What the next requests are answered. */
  answer: Answer;
  close(): Promise<void>;
}

const folder = mkdtempSync(join(tmpdir(), 'geowarden-channels-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** An authority that this process trusts from now on, as NODE_EXTRA_CA_CERTS would have it. */
export async function trustedAuthority(): Promise<CertificateAuthority> {
  const authority = await createCertificateAuthority(join(folder, 'trusted'));
  setDefaultCACertificates([...getCACertificates('default'), authority.certificate]);
  return authority;
}

/** An authority that nobody trusts. */
export function strangeAuthority(): Promise<CertificateAuthority> {
  return createCertificateAuthority(join(folder, 'strange'));
}

/** From now on these names and ports lead here, and every other name does not exist. Once per test file. */
export function mapNames(entries: Array<{ name: string; port: number; to: number }>): void {
  patchConnect(createNameMap(entries));
}

export async function startHttps(certificate: IssuedCertificate): Promise<HttpsStandIn> {
  const sockets = new Set<Socket>();
  const standIn: HttpsStandIn = {
    port: 0,
    requests: [],
    answer: (response) => void response.writeHead(500).end(),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer(certificate, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const seen = { method, url, headers, body: Buffer.concat(parts).toString('utf8') };
      standIn.requests.push(seen);
      standIn.answer(response, seen, standIn.requests.length);
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn.port = (server.address() as AddressInfo).port;
  return standIn;
}

/** Answers with a status, headers and a body. */
export function answers(status: number, headers: Record<string, string> = {}, body = ''): Answer {
  return (response) => void response.writeHead(status, headers).end(body);
}
