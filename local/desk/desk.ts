import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startConsole } from '../console/server.ts';
import { startEstate } from '../estate/estate.ts';
import { startHost } from '../host/client.ts';
import { layOutApp, prepareBundle } from './appFolder.ts';
import { AppProcess } from './appProcess.ts';
import { startAzurite } from './azurite.ts';
import { appSettings, completeConfiguration } from './configuration.ts';
import { startCoreToolsHost } from './coreToolsHost.ts';
import type { Desk, DeskOptions } from './types.ts';

/**
 * Starts the estate, Azurite, the Functions host with the built app, and the console.
 * @throws Error when a part does not start; what had started is stopped again.
 */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const cleanups: Array<() => Promise<unknown>> = [];
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

async function startParts(
  options: DeskOptions,
  cleanups: Array<() => Promise<unknown>>,
  closeAll: () => Promise<void>,
): Promise<Desk> {
  const folder = path.resolve(options.dataFolder);
  await mkdir(folder, { recursive: true });
  const region = options.definition.app.region;
  const [bundle, azurite, estate] = await Promise.all([
    options.bundle ?? prepareBundle(),
    startAzurite({ location: path.join(folder, 'azurite') }).then((started) => {
      cleanups.push(() => started.close());
      return started;
    }),
    startEstate(options.definition, { folder: path.join(folder, 'estate') }).then((started) => {
      cleanups.push(() => started.close());
      return started;
    }),
  ]);
  const vantage = await estate.openVantage(region);
  cleanups.push(() => vantage.close());
  const nameMapFile = path.join(folder, 'names.json');
  await writeFile(nameMapFile, JSON.stringify(vantage.names));
  const appFolder = await layOutApp(path.join(folder, 'app'), bundle);
  const environment = {
    ...appSettings({
      configuration: completeConfiguration(options.configuration, options.definition, estate.addresses),
      addresses: estate.addresses,
      storageConnectionString: azurite.connectionString,
      certificateAuthorityFile: estate.certificateAuthorityFile,
      region,
    }),
    ...vantage.environment,
    ...options.settings,
  };
  const app = new AppProcess((port) =>
    options.coreTools
      ? startCoreToolsHost({ appFolder, port, nameMapFile, environment })
      : startHost({
          appFolder,
          port,
          nameMapFile,
          environment,
          keysFile: path.join(folder, 'keys.json'),
          ...(options.onLog ? { onLog: options.onLog } : {}),
        }),
  );
  cleanups.push(() => app.stop('SIGTERM'));
  await app.start(options.ports.app);
  const desk: Desk = {
    estate,
    bundle,
    appUrl: app.url,
    storageConnectionString: azurite.connectionString,
    masterKey: app.masterKey,
    stopApp: (signal) => app.stop(signal),
    startApp: () => app.start(Number(new URL(app.url).port)),
    appDied: app.died,
    close: closeAll,
  };
  if (options.ports.console === 'none') return desk;
  const console = await startConsole({ estate, port: options.ports.console, appUrl: app.url });
  cleanups.push(() => console.close());
  return { ...desk, consoleUrl: console.url };
}
