import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startConsole } from '../console/server.ts';
import { startEstate } from '../estate/estate.ts';
import type { EstateDefinition } from '../estate/model/types.ts';
import type { Estate } from '../estate/types.ts';
import { prepareBundle } from './appFolder.ts';
import { approvalKey } from './approvalKey.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { DEFAULT_ACCOUNT } from './azuriteAccounts.ts';
import { completeConfiguration } from './configuration.ts';
import { startDeployment } from './deployment.ts';
import { knownPort } from './freePort.ts';
import { appSettings } from './settings.ts';
import { openStorageGate } from './storageGate.ts';
import type { Deployment, DeploymentName, Desk, DeskOptions } from './types.ts';
import { wireUp } from './wireUp.ts';

type Cleanups = Array<() => Promise<unknown>>;

/** The account of the fence that all guardians share; those of deployments beside the first bear their names. */
const FENCE_ACCOUNT = 'fence';

/**
 * Starts the estate, Azurite, a Functions host with the built app for each deployment, and the console.
 * @throws Error when a part does not start; what had started is stopped again.
 */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const cleanups: Cleanups = [];
  const closeAll = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    return await startParts(options, cleanups, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function startParts(options: DeskOptions, cleanups: Cleanups, closeAll: () => Promise<void>): Promise<Desk> {
  const folder = path.resolve(options.dataFolder);
  await mkdir(folder, { recursive: true });
  const accounts = [FENCE_ACCOUNT, 'second', 'witness'];
  const [bundle, azurite, estate] = await Promise.all([
    options.bundle ?? prepareBundle(),
    startAzurite({ location: path.join(folder, 'azurite'), accounts }).then((started) => {
      cleanups.push(() => started.close());
      return started;
    }),
    startEstate(options.definition, { folder: path.join(folder, 'estate') }).then((started) => {
      cleanups.push(() => started.close());
      return started;
    }),
  ]);
  const gate = options.gateJournals ? await openStorageGate(azurite.tablePort) : undefined;
  if (gate) cleanups.push(() => gate.close());
  const signingKey = await approvalKey(folder);
  const start = async ({ name, region }: Place): Promise<Deployment> => {
    const port = await knownPort(name === 'first' ? options.ports.app : 0);
    const settings = settingsOf({ name, region, port, estate, azurite, signingKey, options, gatePort: gate?.port });
    const own = name === 'first' ? folder : path.join(folder, name);
    return startDeployment({ name, region, port, folder: own, estate, bundle, settings, options }, cleanups);
  };
  const deployments = await startAll(placesOf(options.definition), start);
  await wireUp(estate, deployments);
  const [first] = deployments;
  if (first === undefined) throw new Error('expected at least one deployment');
  const desk: Desk = {
    estate,
    bundle,
    deployments,
    appUrl: first.url,
    storageConnectionString: azurite.connectionString,
    masterKey: first.masterKey,
    stopApp: first.stop,
    startApp: first.start,
    appDied: first.died,
    ...(gate ? { journalGate: gate } : {}),
    close: closeAll,
  };
  if (options.ports.console === 'none') return desk;
  const console = await startConsole({ estate, port: options.ports.console, appUrl: first.url });
  cleanups.push(() => console.close());
  return { ...desk, consoleUrl: console.url };
}

interface Place {
  name: DeploymentName;
  region: string;
}

function placesOf({ app }: EstateDefinition): Place[] {
  const places: Place[] = [{ name: 'first', region: app.region }];
  if (app.second !== undefined && app.second !== 'none') places.push({ name: 'second', region: app.second });
  if (app.witness !== 'none') places.push({ name: 'witness', region: app.witness });
  return places;
}

/** Together; where one does not start, the others have been waited for, so that whoever cleans up finds them. */
async function startAll(places: Place[], start: (place: Place) => Promise<Deployment>): Promise<Deployment[]> {
  const results = await Promise.allSettled(places.map(start));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function settingsOf(input: {
  name: DeploymentName;
  region: string;
  port: number;
  estate: Estate;
  azurite: Azurite;
  signingKey: string;
  options: DeskOptions;
  gatePort: number | undefined;
}): Record<string, string> {
  const { name, estate, azurite, options, gatePort } = input;
  const topics = estate.addresses.eventGridTopics;
  return {
    ...appSettings({
      configuration: completeConfiguration({
        given: options.configuration,
        definition: options.definition,
        addresses: estate.addresses,
        role: name === 'witness' ? 'witness' : 'guardian',
        appUrl: `http://127.0.0.1:${input.port}`,
        topics,
      }),
      addresses: estate.addresses,
      storageConnectionString:
        name === 'first'
          ? azurite.connectionStringOf(DEFAULT_ACCOUNT, gatePort === undefined ? {} : { table: gatePort })
          : azurite.connectionStringOf(name),
      fenceConnectionString: azurite.connectionStringOf(FENCE_ACCOUNT),
      approvalKey: input.signingKey,
      topics,
      certificateAuthorityFile: estate.certificateAuthorityFile,
      region: input.region,
      siteName: name === 'first' ? 'geowarden' : `geowarden-${name}`,
    }),
    ...options.settings,
  };
}
