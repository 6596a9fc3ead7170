/** Azure on a desk: one model, and the front ends through which a product meets it. */
import { type CertificateAuthority, createCertificateAuthority } from './certificates/certificateAuthority.ts';
import { listenManagedIdentity } from './identity/managedIdentityEndpoint.ts';
import { createTokenAuthority } from './identity/tokenAuthority.ts';
import type { TokenAuthority } from './identity/types.ts';
import { createModel } from './model/model.ts';
import type { Clock, EstateDefinition, EstateModel, RegionName } from './model/types.ts';
import { listenSites } from './network/siteListener.ts';
import { issueSqlCertificate, openSqlEndpoints } from './network/sqlEndpoints.ts';
import type { Site } from './network/types.ts';
import { type OpenVantagePart, openVantage } from './network/vantage.ts';
import { createResourceManager, type ResourceManagerOptions } from './resourceManager/resourceManager.ts';
import { executeBatch } from './sql/tsql/execute.ts';
import type { Estate, Vantage } from './types.ts';

export interface EstateOptions {
  /** @default the system's clock */
  clock?: Clock;
  /** Receives the certificate of the authority, and nothing else. Made when it is not there. */
  folder: string;
  resourceManager?: ResourceManagerOptions;
}

/**
 * Starts an estate. It listens nowhere until a vantage is opened.
 * @throws EstateDefinitionError when Azure could not have such an estate.
 */
export async function startEstate(definition: EstateDefinition, options: EstateOptions): Promise<Estate> {
  const clock = options.clock ?? { now: () => Date.now() };
  const model = createModel(definition, clock);
  const tokens = createTokenAuthority({ clock });
  const certificates = await createCertificateAuthority(options.folder);
  const openers = [
    siteOpener(model, certificates, [createResourceManager(model, tokens, options.resourceManager)]),
    await sqlOpener(model, tokens, certificates),
    identityOpener(model, tokens),
  ];
  const vantages = createVantages(definition, openers);
  return {
    model,
    tokens,
    certificateAuthorityFile: certificates.file,
    addresses: {
      teamsWebhookUrl: '',
      smtp: { host: '', port: 0, user: '', password: '' },
      communicationEmailConnectionString: '',
      communicationEmailSender: '',
    },
    openVantage: vantages.open,
    teamsMessages: () => [],
    mailMessages: () => [],
    close: vantages.closeAll,
  };
}

function siteOpener(model: EstateModel, certificates: CertificateAuthority, sites: Site[]): OpenVantagePart {
  return (fromRegion) =>
    listenSites({
      sites,
      fromRegion,
      certificates,
      reachability: (to) => model.reachability(fromRegion, to),
      roundTripMs: (to) => model.roundTripMs(to),
    });
}

async function sqlOpener(
  model: EstateModel,
  tokens: TokenAuthority,
  certificates: CertificateAuthority,
): Promise<OpenVantagePart> {
  const certificate = await issueSqlCertificate(certificates, model);
  return (fromRegion) => openSqlEndpoints({ model, tokens, certificate, execute: executeBatch }, fromRegion);
}

function identityOpener(model: EstateModel, tokens: TokenAuthority): OpenVantagePart {
  return async () => {
    const { environment, close } = await listenManagedIdentity({ tokens, state: () => model.identityState() });
    return { names: [], environment, close };
  };
}

interface Vantages {
  open(region: RegionName): Promise<Vantage>;
  closeAll(): Promise<void>;
}

/** Keeps what is open, so that closing the estate closes it all. */
function createVantages({ regions }: EstateDefinition, openers: OpenVantagePart[]): Vantages {
  const opened = new Set<Vantage>();
  let isClosed = false;
  return {
    async open(region) {
      if (isClosed) throw new Error('The estate is closed; start another one.');
      if (!regions.includes(region)) {
        throw new Error(`A vantage needs a region of the estate (${regions.join(', ')}); "${region}" is none.`);
      }
      const vantage = await openVantage(region, openers);
      opened.add(vantage);
      const close = async (): Promise<void> => {
        opened.delete(vantage);
        await vantage.close();
      };
      // Closed while it was being opened: nobody else would close it.
      if (isClosed) await close();
      return { ...vantage, close };
    },
    async closeAll() {
      isClosed = true;
      await Promise.all([...opened].map((vantage) => vantage.close()));
      opened.clear();
    },
  };
}
