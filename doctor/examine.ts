/** All checks in their order. What cannot be tried because something before it failed says so. */
import { createIdentity, type Identity } from '../shared/adapters/azure/identity/identity.ts';
import { loadFromEnvironment } from '../shared/config/environment.ts';
import { APPROVAL_KEY_SETTING } from '../shared/config/schema/reaction.ts';
import { secretsOf } from '../shared/config/secrets.ts';
import { readHttpAuthentication, readStorage, type Settings } from '../shared/config/settings.ts';
import type { Configuration } from '../shared/config/types.ts';
import type { Topology } from '../shared/topology/types.ts';
import { failed, notTried } from './judge/checks.ts';
import { judgeConfiguration, judgeHttpAuthentication } from './judge/configuration.ts';
import { judgeDiscovery } from './judge/discovery.ts';
import { judgeFate } from './judge/fate.ts';
import { judgeNodeVersion } from './judge/nodeVersion.ts';
import { judgeSecrets, judgeStorageSetting } from './judge/secrets.ts';
import { checkChannels, sendTests } from './run/channels.ts';
import { runDiscovery } from './run/discovery.ts';
import { checkFence } from './run/fence.ts';
import { checkIdentity, type IdentityFindings } from './run/identity.ts';
import { checkSql } from './run/sql.ts';
import { checkStorage } from './run/storage.ts';
import { checkTopics } from './run/topics.ts';
import { secretValues } from './secretValues.ts';
import type { Check } from './types.ts';

export interface Examination {
  settings: Settings;
  /** Where a relative path of the document begins. */
  folder: string;
  nodeVersion: string;
  /** Makes the names of this run unique. */
  id: string;
  nowMs: number;
  most: number;
  sendTest: boolean;
  region: string | undefined;
  storageRegion: string | undefined;
  identityName: string;
  /** Told of every check as it ends. */
  report: (...checks: Check[]) => void;
  /** What must not be shown, as soon as it is known. */
  keepSecret: (...secrets: string[]) => void;
}

const DEPENDENTS = ['storage', 'identity', 'discovery', 'sql', 'channels', 'shared fate'];

export async function examine(examination: Examination): Promise<void> {
  const { settings, report } = examination;
  report(judgeNodeVersion(examination.nodeVersion));
  const loaded = loadFromEnvironment(settings, examination.folder);
  const storage = readStorage(loaded.ok ? loaded.configuration.cloud : 'public', settings);
  examination.keepSecret(...knownSecrets(loaded.ok ? loaded.configuration : undefined, settings));
  report(...judgeConfiguration(loaded), judgeHttpAuthentication(readHttpAuthentication(settings)));
  if (!loaded.ok) {
    report(judgeStorageSetting(storage));
    const because = 'the configuration has faults';
    report(
      ...DEPENDENTS.map((name) =>
        notTried(name, 'a configuration without faults', because, 'First mend the configuration.'),
      ),
    );
    return;
  }
  report(...judgeSecrets(loaded.configuration, settings), judgeStorageSetting(storage));
  await examineAzure(examination, loaded.configuration, storage);
}

const ALWAYS_SECRET = ['AzureWebJobsStorage', 'IDENTITY_HEADER', 'AZURE_CLIENT_SECRET', APPROVAL_KEY_SETTING];

/** The secrets that settings hold: the storage account's, the identity endpoint's, and all that the document names. */
function knownSecrets(configuration: Configuration | undefined, settings: Settings): string[] {
  const named =
    configuration === undefined
      ? []
      : [...secretsOf(configuration).map(({ reference }) => reference.setting), configuration.approval.key.setting];
  return secretValues(settings, [...ALWAYS_SECRET, ...named]);
}

async function examineAzure(
  examination: Examination,
  configuration: Configuration,
  storage: ReturnType<typeof readStorage>,
): Promise<void> {
  const { settings, report, id, keepSecret } = examination;
  const { cloud } = configuration;
  const identity = createIdentity({ cloud, settings });
  if (storage.ok) report(...(await guarded('storage', () => checkStorage(storage.value, identity.credential, id))));
  else report(notTried('storage', 'an account', 'none is named', "First mend 'secret AzureWebJobsStorage'."));
  const own = storage.ok ? storage.value : undefined;
  report(...(await guarded('fence', () => checkFence(configuration, settings, { own, id }))));
  report(...(await guarded('event topics', () => checkTopics(configuration))));
  const isManaged = Boolean(settings.IDENTITY_ENDPOINT);
  const findings = await checkIdentity(identity, cloud, { isManaged, keepSecret: (token) => keepSecret(token) });
  report(...findings.checks);
  await examineEstate(examination, configuration, { identity, findings });
}

async function examineEstate(
  examination: Examination,
  configuration: Configuration,
  { identity, findings }: { identity: Identity; findings: IdentityFindings },
): Promise<void> {
  const { settings, report, identityName, most } = examination;
  const links = await examineDiscovery(examination, configuration, { identity, findings });
  if (links.missing !== undefined) report(links.missing('sql'));
  else if (!findings.sql) report(withoutToken('sql', 'SQL'));
  else {
    const { topology } = links;
    report(...(await guarded('sql', () => checkSql({ topology, configuration, identity, identityName, most }))));
  }
  report(...(await guarded('channels', () => checkChannels(configuration, settings))));
  if (examination.sendTest) {
    report(...(await guarded('test messages', () => sendTests(configuration, settings, examination))));
  }
  if (links.missing !== undefined) return report(links.missing('shared fate'));
  const found = links.topology.links;
  report(judgeFate('app', examination.region, found), judgeFate('storage', examination.storageRegion, found));
}

/** What is watched, or how to say that nobody knows. */
type Watched = { topology: Topology; missing?: undefined } | { missing: (name: string) => Check };

async function examineDiscovery(
  { report, nowMs, identityName }: Examination,
  configuration: Configuration,
  { identity, findings }: { identity: Identity; findings: IdentityFindings },
): Promise<Watched> {
  const missing = (name: string) => withoutToken(name, 'Resource Manager');
  if (!findings.resourceManager) {
    report(missing('discovery'));
    return { missing };
  }
  let topology: Topology | undefined;
  const checks = await guarded('discovery', async () => {
    const discovery = await runDiscovery(configuration, identity.credential, nowMs);
    topology = discovery.topology;
    return judgeDiscovery(discovery, findings.objectId ?? identityName);
  });
  report(...checks);
  if (topology !== undefined && topology.links.length > 0) return { topology };
  // No link found is no proof of anything: what would be judged by links is unknown.
  return { missing: (name) => notTried(name, 'a replication link', 'discovery found none', "First mend 'discovery'.") };
}

function withoutToken(name: string, audience: string): Check {
  return notTried(name, `a token for ${audience}`, 'there is none', `First mend 'identity ${audience}'.`);
}

/** A mistake of our own must not cost the other checks. */
async function guarded(name: string, work: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await work();
  } catch (error) {
    const seen = error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown failure';
    return [failed(name, 'an examination that ends', seen, 'Please report it.')];
  }
}
