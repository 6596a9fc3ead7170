/** `npm run audit:verify`: reads settings, verifies the chain, and ends with the verdict as its status. */
import path from 'node:path';
import { takeSettings } from '../takeSettings.ts';
import { AUDIT_USAGE, type AuditOptions, readAuditCommand } from './commandLine.ts';
import { type AuditFinding, exitStatusOf, renderFinding } from './render.ts';
import { verifyStoredAudit } from './verify.ts';

async function run({ settings, config, anchor }: AuditOptions): Promise<AuditFinding> {
  const wrong = takeSettings(settings);
  if (config !== undefined) process.env.GEOWARDEN_CONFIG = path.resolve(config);
  if (wrong) {
    const sentence = `Expected in ${wrong.file} a settings file as Core Tools writes it; saw ${wrong.seen}.`;
    return { intact: null, sentence };
  }
  return verifyStoredAudit(
    process.env,
    settings === undefined ? process.cwd() : path.dirname(path.resolve(settings)),
    anchor,
  );
}

/** Connections that hang must not keep the process. */
function end(text: string, status: number): void {
  process.stdout.write(text, () => process.exit(status));
}

const command = readAuditCommand(process.argv.slice(2));
if (command.do === 'help') end(`${AUDIT_USAGE}\n`, 0);
else if (command.do === 'refuse') {
  process.stderr.write(`${command.because}\n\n${AUDIT_USAGE}\n`);
  process.exitCode = 2;
} else {
  const finding = await run(command.options);
  const json = command.options.json ? `${JSON.stringify(finding)}\n` : '';
  end(`${renderFinding(finding)}\n${json}`, exitStatusOf(finding));
}
