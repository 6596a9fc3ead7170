/** One function app in one region of the estate: its own view of the network, its own keys, its own host process. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Estate } from '../estate/types.ts';
import { startHost } from '../host/client.ts';
import type { Bundle } from '../tools/bundle.ts';
import { layOutApp } from './appFolder.ts';
import { AppProcess } from './appProcess.ts';
import { startCoreToolsHost } from './coreToolsHost.ts';
import type { Deployment, DeploymentName, DeskOptions } from './types.ts';

export interface DeploymentInput {
  name: DeploymentName;
  region: string;
  /** A port that is known before the start: never 0. */
  port: number;
  /** Its files; made when absent. */
  folder: string;
  estate: Pick<Estate, 'openVantage'>;
  bundle: Pick<Bundle, 'folder'>;
  settings: Record<string, string>;
  options: Pick<DeskOptions, 'coreTools' | 'onLog'>;
}

/** What is to be undone is added to `cleanups` as it is done. @throws Error when the app does not come to serve. */
export async function startDeployment(
  input: DeploymentInput,
  cleanups: Array<() => Promise<unknown>>,
): Promise<Deployment> {
  const { name, region, folder, port } = input;
  await mkdir(folder, { recursive: true });
  const vantage = await input.estate.openVantage(region);
  cleanups.push(() => vantage.close());
  const nameMapFile = path.join(folder, 'names.json');
  await writeFile(nameMapFile, JSON.stringify(vantage.names));
  const appFolder = await layOutApp(path.join(folder, 'app'), input.bundle);
  const launch = { appFolder, nameMapFile, environment: { ...vantage.environment, ...input.settings } };
  const onLog = prefixed(name, input.options.onLog);
  const app = new AppProcess((at) =>
    input.options.coreTools && name === 'first'
      ? startCoreToolsHost({ ...launch, port: at })
      : startHost({
          ...launch,
          port: at,
          keysFile: path.join(folder, 'keys.json'),
          ...(onLog ? { onLog } : {}),
        }),
  );
  cleanups.push(() => app.stop('SIGTERM'));
  await app.start(port);
  return {
    name,
    region,
    role: name === 'witness' ? 'witness' : 'guardian',
    url: app.url,
    masterKey: app.masterKey,
    hostKey: app.hostKey,
    eventGridKey: app.eventGridKey,
    stop: (signal) => app.stop(signal),
    start: () => app.start(port),
    died: app.died,
  };
}

function prefixed(name: DeploymentName, onLog: DeskOptions['onLog']): DeskOptions['onLog'] {
  return name === 'first' || onLog === undefined ? onLog : (line) => onLog(`${name}: ${line}`);
}
