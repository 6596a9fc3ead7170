/**
 * Debian programs that the tests drive: Chromium for the pages, FreeTDS's tsql as a second, unrelated SQL client.
 * On a Debian machine where we are root they are installed; anywhere else a missing one is named, with the command.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const NEEDED = [
  { program: 'chromium', package: 'chromium' },
  { program: 'tsql', package: 'freetds-bin' },
];
const INSTALL_DEADLINE_MS = 8 * 60_000;

const onPath = (program: string) =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));

function apt(...args: string[]): boolean {
  const result = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_DEADLINE_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return result.status === 0;
}

const missing = NEEDED.filter((need) => !onPath(need.program));
if (missing.length > 0) {
  const names = missing.map((need) => need.package);
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get');
  if (mayInstall) {
    process.stdout.write(`The tests drive ${names.join(' and ')}: installing (${command})\n`);
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...names);
  }
  const still = missing.filter((need) => !onPath(need.program));
  if (still.length > 0) {
    process.stderr.write(
      `The tests drive ${still.map((need) => need.program).join(' and ')}, which are not on the PATH. Install them as root: ${command}\n`,
    );
    process.exit(1);
  }
}
