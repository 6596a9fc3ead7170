import { parseArgs } from 'node:util';
import type { AuditHead } from '../../shared/audit/verifyAgainstHead.ts';

export interface AuditOptions {
  settings: string | undefined;
  config: string | undefined;
  anchor: AuditHead | undefined;
  json: boolean;
}

export type AuditCommand = { do: 'verify'; options: AuditOptions } | { do: 'help' } | { do: 'refuse'; because: string };

export const AUDIT_USAGE = `
npm run audit:verify -- [options]
  Was anything in the audit chain changed, removed, inserted or cut off? Reads the chain in the app's storage account (AzureWebJobsStorage) and
  writes nothing. App settings come from the environment, and from local.settings.json where the environment does not have them.

  --settings FILE          another settings file than ./local.settings.json
  --config FILE            the document, instead of GEOWARDEN_CONFIG; only its cloud matters here
  --anchor SEQUENCE:HASH   an entry noted earlier, outside the account, that must still be there: for example the last one of an earlier run
  --json                   the last line is {"intact":true,"entries":N,"lastHash":…}
  --help

  Exit status 0: intact. 1: not intact, and the first entry that does not fit is named. 2: it could not be read, or the command line is wrong.`.trim();

export function readAuditCommand(args: string[]): AuditCommand {
  try {
    const { values } = parseArgs({
      args,
      allowPositionals: false,
      options: {
        settings: { type: 'string' },
        config: { type: 'string' },
        anchor: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { do: 'help' };
    const anchor = values.anchor === undefined ? undefined : readAnchor(values.anchor);
    if (values.anchor !== undefined && anchor === undefined) {
      return {
        do: 'refuse',
        because: `--anchor: expected SEQUENCE:HASH, as 41:5f3d… with 64 hexadecimal digits, saw another text`,
      };
    }
    const { settings, config, json = false } = values;
    return { do: 'verify', options: { settings, config, anchor, json } };
  } catch (error) {
    return { do: 'refuse', because: error instanceof Error ? error.message : String(error) };
  }
}

function readAnchor(text: string): AuditHead | undefined {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  return sequence === undefined || hash === undefined
    ? undefined
    : { sequence: Number(sequence), hash: hash.toLowerCase() };
}
