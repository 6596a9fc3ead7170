/** `npm run doctor`: reads settings, examines, reports, and ends with the verdict as its status. */
import { randomUUID } from 'node:crypto';
import { readIdentityName } from '../shared/config/settings.ts';
import { type DoctorOptions, readCommandLine, USAGE } from './commandLine.ts';
import { end, refuse } from './ending.ts';
import { examine } from './examine.ts';
import { failed } from './judge/checks.ts';
import { redact } from './report/redact.ts';
import { makeReport, renderCheck, renderJson, renderVerdict } from './report/render.ts';
import { type TakenSettings, takeSettings } from './takeSettings.ts';
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
  const { wrong, folder } = takeSettings(options);
  if (wrong !== undefined) report(wrongSettings(wrong));
  await examine({
    settings: process.env,
    folder,
    nodeVersion: process.version,
    id: randomUUID(),
    nowMs: Date.now(),
    most: options.most,
    sendTest: options.sendTest,
    region: options.region ?? process.env.REGION_NAME,
    storageRegion: options.storageRegion,
    identityName: options.identityName ?? readIdentityName(),
    report,
    keepSecret: (...values) => secrets.push(...values),
  });
  // Checks that ended before a secret was known are looked at again with all of them.
  return makeReport(checks.map((check) => redact(check, secrets)));
}

function wrongSettings({ file, seen }: NonNullable<TakenSettings['wrong']>): Check {
  return failed(
    `settings ${file}`,
    'a settings file as Core Tools writes it',
    seen,
    'Compare it with local.settings.sample.json.',
  );
}

const command = readCommandLine(process.argv.slice(2));
if (command.do === 'help') end(`${USAGE}\n`, 0);
else if (command.do === 'refuse') refuse(command.because, USAGE);
else {
  const report = await run(command.options);
  const json = command.options.json ? `${renderJson(report)}\n` : '';
  end(`\n${renderVerdict(report)}\n${json}`, report.fit ? 0 : 1);
}
