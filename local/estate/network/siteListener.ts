/** The estate's web sites as reached from one region: one HTTPS listener, sites told apart by name. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { CertificateAuthority } from '../certificates/certificateAuthority.ts';
import type { Reachability, RegionName } from '../model/types.ts';
import { listenOnLoopback } from './loopback.ts';
import { createSecureContexts } from './secureContexts.ts';
import { createSiteDirectory } from './siteDirectory.ts';
import { serveSiteRequest } from './siteRequest.ts';
import type { Site } from './types.ts';
import type { VantagePart } from './vantage.ts';

export interface SiteListenerOptions {
  sites: Site[];
  fromRegion: RegionName;
  certificates: CertificateAuthority;
  /** How packets fare from the vantage to where the site runs; asked anew for every handshake, request and answer. */
  reachability: (to: Site['region']) => Reachability;
  /** @default 0 for every site */
  roundTripMs?: (to: Site['region']) => number;
  /** @default 16 MiB, 10 s, 30 s, 60 s, 2000 connections */
  limits?: Partial<SiteLimits>;
}

export interface SiteLimits {
  bodyBytes: number;
  /** From the connection's first byte to the end of the headers. */
  headersTimeoutMs: number;
  /** How long a connection is kept without a request. */
  idleTimeoutMs: number;
  /** How long a site may take over an answer; after that the listener answers 504 for it. */
  answerTimeoutMs: number;
  connections: number;
}

const DEFAULT_SITE_LIMITS: SiteLimits = {
  bodyBytes: 16 * 1024 * 1024,
  headersTimeoutMs: 10_000,
  idleTimeoutMs: 30_000,
  answerTimeoutMs: 60_000,
  connections: 2000,
};

/** A region that is not reachable swallows a handshake; the client's own deadline must be what ends it. */
const HANDSHAKE_TIMEOUT_MS = 600_000;

/**
 * Serves the sites on one loopback port, mapped at port 443 of each of their names.
 * A client sees a site's region go down as it would in Azure: `refused` cuts the connection, `silent` swallows what it sends.
 * @throws Error when two sites claim one name.
 */
export async function listenSites(options: SiteListenerOptions): Promise<VantagePart> {
  const limits = { ...DEFAULT_SITE_LIMITS, ...options.limits };
  const directory = createSiteDirectory(options.sites);
  const contextFor = createSecureContexts(options.certificates);
  const server = createServer(
    {
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      headersTimeout: limits.headersTimeoutMs,
      keepAliveTimeout: limits.idleTimeoutMs,
      connectionsCheckingInterval: Math.min(limits.headersTimeoutMs, 1000),
      SNICallback: (servername, callback) => {
        const site = directory.find(servername);
        const reachability = site === undefined ? 'refused' : options.reachability(site.region);
        if (site === undefined || reachability === 'refused') {
          callback(new Error(`No way from ${options.fromRegion} to ${servername}.`));
        } else if (reachability === 'open') {
          contextFor(servername, site.names).then((context) => callback(null, context), callback);
        }
        // Silent: the handshake is never answered.
      },
    },
    (request: IncomingMessage, response: ServerResponse) => {
      void serveSiteRequest(request, response, { ...options, directory, limits });
    },
  );
  server.maxConnections = limits.connections;
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  const { port, close } = await listenOnLoopback(server);
  return { names: directory.names().map((name) => ({ name, port: 443, to: port })), close: () => close() };
}
