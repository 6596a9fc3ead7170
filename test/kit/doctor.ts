/** Runs `npm run doctor` as a DBA would, in a process of its own, with the desk's Azure in place of Azure. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Check, CheckResult, Report } from '../../doctor/types.ts';
import { startAzurite } from '../../local/desk/azurite.ts';
import { completeConfiguration } from '../../local/desk/configuration.ts';
import { appSettings } from '../../local/desk/settings.ts';
import { startEstate } from '../../local/estate/estate.ts';
import type { Estate } from '../../local/estate/types.ts';
import { smallEstate } from './desk.ts';

const file = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

export interface DoctorRun {
  code: number;
  /** Everything that was written, standard error too. */
  output: string;
  report: Report;
  named(name: string): Check;
}

export interface Visit {
  arguments?: string[];
  /** On top of what the deployment in this estate is given; undefined takes a setting away. */
  settings?: Record<string, string | undefined>;
  /** The document, where it differs. */
  configuration?: Record<string, unknown>;
}

export interface Practice {
  estate: Estate;
  storageConnectionString: string;
  /** Asserts what holds of every run: no secret in the output, and a status that agrees with the verdict. */
  visit(visit?: Visit): Promise<DoctorRun>;
  folder: string;
  close(): Promise<void>;
}

/** The desk's estate and Azurite without the app, and a machine in the app's region from which doctor is run. */
export async function openPractice(): Promise<Practice> {
  const definition = smallEstate();
  const folder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
  const [estate, azurite] = await Promise.all([
    startEstate(definition, { folder: path.join(folder, 'estate') }),
    startAzurite({ location: path.join(folder, 'azurite') }),
  ]);
  const storageConnectionString = azurite.connectionString;
  const vantage = await estate.openVantage(definition.app.region);
  const names = path.join(folder, 'names.json');
  await writeFile(names, JSON.stringify(vantage.names));
  const { smtp, teamsWebhookUrl, communicationEmailConnectionString } = estate.addresses;
  const examine = async ({ arguments: args = [], settings = {}, configuration = {} }: Visit = {}) => {
    const { NODE_EXTRA_CA_CERTS = '', ...deployed } = appSettings({
      configuration: completeConfiguration({
        given: { ...SHORT, ...configuration },
        definition,
        addresses: estate.addresses,
        role: 'guardian',
        appUrl: 'https://geowarden.contoso.com',
        topics: [],
      }),
      addresses: estate.addresses,
      storageConnectionString,
      fenceConnectionString: storageConnectionString,
      approvalKey: 'an approval key of 32 bytes, or more than that',
      topics: [],
      siteName: 'guard',
      certificateAuthorityFile: estate.certificateAuthorityFile,
      region: definition.app.region,
    });
    const given = { ...deployed, ...vantage.environment, ...settings };
    const present = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    return run(folder, args, {
      PATH: process.env.PATH ?? '',
      LOCAL_NAME_MAP: names,
      NODE_EXTRA_CA_CERTS,
      ...Object.fromEntries(present),
    });
  };
  const secrets = [
    smtp.password,
    new URL(teamsWebhookUrl).searchParams.get('sig') ?? 'none',
    /accesskey=([^;]+)/i.exec(communicationEmailConnectionString)?.[1] ?? 'none',
    /AccountKey=([^;]+)/.exec(storageConnectionString)?.[1] ?? 'none',
    vantage.environment.IDENTITY_HEADER ?? 'none',
  ];
  return {
    estate,
    storageConnectionString,
    folder,
    visit: async (visit) => {
      const run = await examine(visit);
      assertAgrees(run, secrets);
      return run;
    },
    async close() {
      await estate.close();
      await azurite.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const SHORT = {
  objectives: { rpo: '30s', rto: '5m' },
  sampling: { every: '30s', timeout: '5s' },
  discovery: { every: '15m', timeout: '10s' },
  delivery: { timeout: '5s' },
};

function assertAgrees({ code, output, report }: DoctorRun, secrets: string[]): void {
  for (const secret of secrets) assert.ok(!output.includes(secret), 'a secret is in the output');
  assert.doesNotMatch(output, /eyJ[\w-]{10,}/, 'a token is in the output');
  assert.equal(report.fit, !report.checks.some(({ result }) => result === 'failed'));
  assert.equal(code, report.fit ? 0 : 1);
}

/** Names of the checks that ended so. */
export function withResult({ report }: DoctorRun, result: CheckResult): string[] {
  return report.checks.filter((check) => check.result === result).map(({ name }) => name);
}

function run(cwd: string, args: string[], env: Record<string, string>): Promise<DoctorRun> {
  const command = ['--import', file('local/host/preload.ts'), file('doctor/main.ts'), '--json', ...args];
  const { promise, resolve, reject } = Promise.withResolvers<DoctorRun>();
  execFile(process.execPath, command, { cwd, env, timeout: 60_000 }, (error, stdout, stderr) => {
    const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
    const output = `${stdout}${stderr}`;
    const last = stdout.trim().split('\n').at(-1) ?? '';
    if (!last.startsWith('{')) return reject(new Error(`expected a JSON line at the end of:\n${output}`));
    const report = JSON.parse(last) as Report;
    const named = (name: string) => {
      const found = report.checks.find((check) => check.name === name);
      if (found) return found;
      throw new Error(`expected a check named '${name}'; saw ${report.checks.map((check) => check.name).join(', ')}`);
    };
    resolve({ code, output, report, named });
  });
  return promise;
}
