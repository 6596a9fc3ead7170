/** `npm run doctor`: reads settings, examines, reports, and ends with the verdict as its status. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type DoctorOptions, readCommandLine, USAGE } from './commandLine.ts';
import { examine } from './examine.ts';
import { failed } from './judge/checks.ts';
import { redact } from './report/redact.ts';
import { makeReport, renderCheck, renderJson, renderVerdict } from './report/render.ts';
import { takeSettings } from './takeSettings.ts';
import type { Check, Report } from './types.ts';

async function run(options: DoctorOptions): Promise<Report> {
  const secrets: string[] = [];
  const checks: Check[] = [];
  const report = (...found: Check[]) => {
    for (const check of found.map((one) => redact(one, secrets))) {
      checks.push(check);
      process.stdout.write(`${renderCheck(check)}\n`);
    }
  };
  report(...takeOptions(options));
  await examine({
    settings: process.env,
    folder: options.settings === undefined ? process.cwd() : path.dirname(path.resolve(options.settings)),
    nodeVersion: process.version,
    id: randomUUID(),
    nowMs: Date.now(),
    most: options.most,
    sendTest: options.sendTest,
    region: options.region ?? process.env.REGION_NAME,
    storageRegion: options.storageRegion,
    identityName: options.identityName ?? process.env.WEBSITE_SITE_NAME ?? 'name-of-the-function-app',
    report,
    keepSecret: (...values) => secrets.push(...values),
  });
  // Checks that ended before a secret was known are looked at again with all of them.
  return makeReport(checks.map((check) => redact(check, secrets)));
}

function takeOptions({ settings, config }: DoctorOptions): Check[] {
  const wrong = takeSettings(settings);
  if (config !== undefined) process.env.GEOWARDEN_CONFIG = path.resolve(config);
  if (wrong === undefined) return [];
  return [
    failed(
      `settings ${wrong.file}`,
      'a settings file as Core Tools writes it',
      wrong.seen,
      'Compare it with local.settings.sample.json.',
    ),
  ];
}

/** Connections that hang must not keep the process: what has been said is written out, and that is the end. */
function end(text: string, status: number): void {
  process.stdout.write(text, () => process.exit(status));
}

const command = readCommandLine(process.argv.slice(2));
if (command.do === 'help') end(`${USAGE}\n`, 0);
else if (command.do === 'refuse') {
  process.stderr.write(`${command.because}\n\n${USAGE}\n`);
  process.exitCode = 2;
} else {
  const report = await run(command.options);
  const json = command.options.json ? `${renderJson(report)}\n` : '';
  end(`\n${renderVerdict(report)}\n${json}`, report.fit ? 0 : 1);
}
