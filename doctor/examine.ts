/** All checks in their order. What cannot be tried because something before it failed says so. */
import { createIdentity } from '../shared/adapters/azure/identity/identity.ts';
import { loadFromEnvironment, secretOf } from '../shared/config/environment.ts';
import { readHttpAuthentication, readStorage, type Settings } from '../shared/config/settings.ts';
import type { Configuration } from '../shared/config/types.ts';
import { failed, notTried } from './judge/checks.ts';
import { judgeConfiguration, judgeHttpAuthentication } from './judge/configuration.ts';
import { judgeDiscovery } from './judge/discovery.ts';
import { judgeFate } from './judge/fate.ts';
import { judgeNodeVersion } from './judge/nodeVersion.ts';
import { judgeSecrets, judgeStorageSetting } from './judge/secrets.ts';
import { checkChannels, sendTests } from './run/channels.ts';
import { runDiscovery } from './run/discovery.ts';
import { checkIdentity, type IdentityFindings } from './run/identity.ts';
import { checkSql } from './run/sql.ts';
import { checkStorage } from './run/storage.ts';
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
  examination.keepSecret(...secretsOf(loaded.ok ? loaded.configuration : undefined, settings));
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

/** The secrets that settings hold: the storage account's, every channel's, and the identity endpoint's. */
function secretsOf(configuration: Configuration | undefined, settings: Settings): string[] {
  const named = (configuration?.channels ?? []).flatMap((channel) => secretOf(channel)?.reference.setting ?? []);
  return secretValues(settings, ['AzureWebJobsStorage', 'IDENTITY_HEADER', 'AZURE_CLIENT_SECRET', ...named]);
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
  else
    report(
      notTried(
        'storage',
        'a storage account',
        'AzureWebJobsStorage is not complete',
        "First mend 'secret AzureWebJobsStorage'.",
      ),
    );
  const findings = await checkIdentity(identity, cloud, (token) => keepSecret(token));
  report(...findings.checks);
  await examineEstate(examination, configuration, { identity, findings });
}

async function examineEstate(
  examination: Examination,
  configuration: Configuration,
  { identity, findings }: { identity: ReturnType<typeof createIdentity>; findings: IdentityFindings },
): Promise<void> {
  const { settings, report } = examination;
  const discovery = findings.resourceManager
    ? await runDiscovery(configuration, identity.credential, examination.nowMs)
    : undefined;
  if (discovery) report(...judgeDiscovery(discovery, findings.objectId ?? examination.identityName));
  else report(withoutToken('discovery', 'Resource Manager'));
  if (discovery && findings.sql) {
    const { topology } = discovery;
    const { identityName, most } = examination;
    report(...(await guarded('sql', () => checkSql({ topology, configuration, identity, identityName, most }))));
  } else report(withoutToken('sql', findings.sql ? 'Resource Manager' : 'SQL'));
  report(...(await guarded('channels', () => checkChannels(configuration, settings))));
  if (examination.sendTest) {
    report(...(await guarded('test messages', () => sendTests(configuration, settings, examination))));
  }
  if (!discovery) return report(withoutToken('shared fate', 'Resource Manager'));
  const { links } = discovery.topology;
  report(judgeFate('app', examination.region, links), judgeFate('storage', examination.storageRegion, links));
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
