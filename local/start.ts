/** `npm start`: the main job on the local estate, until Ctrl-C. */
import path from 'node:path';
import { startDesk } from './desk/desk.ts';
import { completeDefinition } from './estate/model/definition.ts';
import { askStatus } from './play/product.ts';
import { readScenario } from './play/run.ts';
import { toPartialDefinition } from './play/toDefinition.ts';
import { repositoryRoot } from './tools/bundle.ts';
import { readCommandLine, wholeNumber } from './tools/cli.ts';

const { values } = readCommandLine({
  usage: `
npm start [-- --scenario NAME|PATH] [--port N] [--console-port N] [--data FOLDER] [--log] [--func]
  Starts Azure on a desk (SQL, Resource Manager, identity, Teams, e-mail), Azurite, and Geowarden on the local Functions host.
  --scenario      the estate to start            (desk)
  --port          status page and API            (7071)
  --console-port  console of the estate          (7070)
  --data          kept from one start to the next (.data)
  --log           prints the app's own log
  --func          Azure Functions Core Tools run the app instead of the local host, where they are installed
  Ctrl-C stops all of it.`,
  options: {
    scenario: { type: 'string', default: 'desk' },
    port: { type: 'string' },
    'console-port': { type: 'string' },
    data: { type: 'string', default: path.join(repositoryRoot, '.data') },
    log: { type: 'boolean' },
    func: { type: 'boolean' },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);
const stopping = new Promise<string>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
});

try {
  const scenario = await readScenario(String(values.scenario));
  say('Building Geowarden and starting its estate…');
  const desk = await startDesk({
    definition: completeDefinition(toPartialDefinition(scenario.estate)),
    configuration: scenario.configuration,
    ...(values.func ? { coreTools: true } : {}),
    dataFolder: String(values.data),
    ports: {
      app: wholeNumber(values.port, 'port', 7071),
      console: wholeNumber(values['console-port'], 'console-port', 7070),
    },
    ...(values.log ? { onLog: (line: string) => say(`  | ${line}`) } : {}),
  });
  say(`Geowarden   ${desk.appUrl}/            status page, API below /api`);
  say(`Console     ${desk.consoleUrl}/            Teams, inbox, and the estate to hurt`);
  for (const { name, region } of desk.deployments.slice(1)) say(`and its ${name} in ${region}`);
  void announceLinks(desk.appUrl, desk.masterKey);
  const reason = await Promise.race([
    stopping,
    desk.appDied.then((code) => `the app ended by itself with status ${code}`),
  ]);
  say(`\nStopping (${reason})…`);
  await desk.close();
  process.exit(/^SIG/.test(reason) ? 0 : 1);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** Says once what is watched, as soon as every link has been sampled. */
async function announceLinks(appUrl: string, masterKey: string): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const links = (await askStatus({ url: appUrl, masterKey }))?.links ?? [];
    if (links.length > 0 && links.every((link) => link.state !== 'pending')) {
      say(`Watching ${links.length} replication links:`);
      for (const { primary, secondary, state, lagSeconds } of links.slice(0, 20)) {
        const lag = lagSeconds === null ? '' : `, ${lagSeconds} s behind`;
        say(`  ${primary.server}/${primary.database} → ${secondary.server}/${secondary.database}  ${state}${lag}`);
      }
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  say('No link has been sampled for a minute: see the status page for the reasons.');
}
