import { parseArgs } from 'node:util';

export interface DoctorOptions {
  settings: string | undefined;
  config: string | undefined;
  most: number;
  sendTest: boolean;
  json: boolean;
  region: string | undefined;
  storageRegion: string | undefined;
  identityName: string | undefined;
}

export type CommandLine =
  | { do: 'examine'; options: DoctorOptions }
  | { do: 'help' }
  | { do: 'refuse'; because: string };

const DEFAULT_MOST = 20;

export const USAGE = `
npm run doctor -- [options]
  Is this machine, this configuration and this identity fit to run Geowarden? Every check says what was expected, what was seen and what
  to do. App settings come from the environment, and from local.settings.json where the environment does not have them.

  --settings FILE        another settings file than ./local.settings.json
  --config FILE          the document, instead of GEOWARDEN_CONFIG
  --most N               watched primaries to log in to, at most (default ${DEFAULT_MOST})
  --send-test            send one message, marked as a test, through every channel
  --region NAME          where the app runs (default: REGION_NAME)
  --storage-region NAME  where its storage account is
  --identity NAME        what the app's identity is called, for GRANT statements (default: GEOWARDEN_IDENTITY_NAME, else
                         WEBSITE_SITE_NAME)
  --json                 the last line is {"fit":…,"checks":[…]}
  --help

  Exit status 0: nothing failed. 1: something did. 2: the command line is wrong.`.trim();

export function readCommandLine(args: string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args,
      allowPositionals: false,
      options: {
        settings: { type: 'string' },
        config: { type: 'string' },
        most: { type: 'string' },
        'send-test': { type: 'boolean' },
        json: { type: 'boolean' },
        region: { type: 'string' },
        'storage-region': { type: 'string' },
        identity: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { do: 'help' };
    const most = values.most === undefined ? DEFAULT_MOST : Number(values.most);
    if (!Number.isInteger(most) || most < 1) {
      return { do: 'refuse', because: `--most: expected a whole number of 1 or more, saw '${values.most}'` };
    }
    return {
      do: 'examine',
      options: {
        settings: values.settings,
        config: values.config,
        most,
        sendTest: values['send-test'] ?? false,
        json: values.json ?? false,
        region: values.region,
        storageRegion: values['storage-region'],
        identityName: values.identity,
      },
    };
  } catch (error) {
    return { do: 'refuse', because: error instanceof Error ? error.message : String(error) };
  }
}
