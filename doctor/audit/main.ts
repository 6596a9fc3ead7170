/** `npm run audit:verify`: reads settings, verifies the chain, and ends with the verdict as its status. */
import { end, refuse } from '../ending.ts';
import { takeSettings } from '../takeSettings.ts';
import { AUDIT_USAGE, type AuditOptions, readAuditCommand } from './commandLine.ts';
import { type AuditFinding, exitStatusOf, renderFinding } from './render.ts';
import { verifyStoredAudit } from './verify.ts';

async function run(options: AuditOptions): Promise<AuditFinding> {
  const { wrong, folder } = takeSettings(options);
  if (wrong) {
    const sentence = `Expected in ${wrong.file} a settings file as Core Tools writes it; saw ${wrong.seen}.`;
    return { intact: null, sentence };
  }
  return verifyStoredAudit(process.env, folder, options.anchor);
}

const command = readAuditCommand(process.argv.slice(2));
if (command.do === 'help') end(`${AUDIT_USAGE}\n`, 0);
else if (command.do === 'refuse') refuse(command.because, AUDIT_USAGE);
else {
  const finding = await run(command.options);
  const json = command.options.json ? `${JSON.stringify(finding)}\n` : '';
  end(`${renderFinding(finding)}\n${json}`, exitStatusOf(finding));
}
