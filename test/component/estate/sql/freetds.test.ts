import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { executeBatch } from '../../../../local/estate/sql/tsql/execute.ts';
import { ADMIN, openSqlEstate, PRIMARY, type SqlEstate } from './support/estate.ts';

const MISSING =
  'expected the program "tsql" of FreeTDS, saw none: install the Debian package freetds-bin (apt-get install freetds-bin)';
let estate: SqlEstate;
let listener: SqlListener;
let folder: string;

before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
  folder = await mkdtemp(join(tmpdir(), 'geowarden-freetds-'));
});
after(async () => {
  await estate.close();
  await rm(folder, { recursive: true });
});

/** Writes a freetds.conf in which the server has its Azure name, and runs `tsql` with this input. */
async function tsql(
  input: string,
  settings: Record<string, string> = {},
  more: { section?: string; password?: string; database?: string } = {},
) {
  // FreeTDS sends the section's name as that of the server.
  const { section: name = PRIMARY, password = ADMIN.password, database = 'orders' } = more;
  const lines = {
    host: '127.0.0.1',
    port: String(listener.port),
    'tds version': '7.4',
    encryption: 'require',
    'client charset': 'UTF-8',
    'ca file': estate.caFile,
    'check certificate hostname': 'no',
    ...settings,
  };
  const section = Object.entries(lines).map(([key, value]) => `  ${key} = ${value}`);
  const conf = join(folder, 'freetds.conf');
  await writeFile(conf, `[${name}]\n${section.join('\n')}\n`);
  const child = spawn('tsql', ['-S', name, '-U', ADMIN.user, '-P', password, '-D', database, '-o', 'fhq', '-t', '|'], {
    env: { ...process.env, FREETDSCONF: conf, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    timeout: 10_000,
  });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all(
    [child.stdout, child.stderr].map(async (stream) => (await stream.toArray()).join('')),
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    if (child.exitCode !== null) return resolve(child.exitCode);
    child.once('close', resolve);
    child.once('error', reject);
  });
  return { stdout: stdout ?? '', stderr: stderr ?? '', code };
}

test('tsql is installed', async () => {
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn('tsql', ['-C'], { stdio: 'ignore' });
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  assert.equal(code, 0, MISSING);
});

test('FreeTDS logs in over TLS, verified, and reads rows', async () => {
  const { stdout, stderr } = await tsql('rows 3\ngo\n');
  assert.deepEqual(stdout.trim().split('\n'), ['0|NULL', '1|row 1', '2|row 2'], stderr);
  assert.equal(listener.stats().clearTextLogins, 0);
});

test('FreeTDS refuses the certificate of another authority', async () => {
  const other = await openSqlEstate();
  try {
    const { logins } = listener.stats();
    const { stdout, code } = await tsql('rows 3\ngo\n', { 'ca file': other.caFile });
    assert.notEqual(code, 0);
    assert.equal(stdout.includes('row 1'), false);
    assert.equal(listener.stats().logins, logins);
  } finally {
    await other.close();
  }
});

test('FreeTDS reads every column type, as values and as NULL', async () => {
  const { stdout, stderr } = await tsql('types\ngo\n');
  const [values = '', nulls = ''] = stdout.trim().split('\n');
  const fields = values.split('|');
  assert.deepEqual(
    fields.slice(0, 8),
    ['200', '-7', '-42', '9007199254740993', '1', '1.5', '-12345.6789', 'naïve ☃'],
    stderr,
  );
  assert.equal(fields[8]?.length, 10_000);
  assert.equal(fields[9], 'héllo €');
  assert.equal(fields[11], '0E984725-C51C-4BF4-9960-E1C80E27ABA0');
  assert.deepEqual(fields.slice(12, 15), Array(3).fill('Mar  4 2026 05:06AM'));
  assert.deepEqual(
    nulls.split('|'),
    fields.map(() => 'NULL'),
  );
});

test('FreeTDS reads 5,000 rows and several results', async () => {
  const { stdout, stderr } = await tsql('rows 5000\ngo\nmulti\ngo\n');
  const lines = stdout.trim().split('\n');
  assert.equal(lines[4999], '4999|row 4999');
  assert.deepEqual(lines.slice(5000), ['1', '2'], stderr);
});

test('FreeTDS shows an error with number, severity and server, and goes on', async () => {
  const { stdout, stderr } = await tsql('error 40613\ngo\nselect 1\ngo\n');
  assert.match(stdout + stderr, /Msg 40613 \(severity 16, state 3\) from shop-we/);
  assert.equal(stdout.trim().split('\n').at(-1), '1');
});

test('FreeTDS that names another server is told 40532', async () => {
  const { stdout, stderr } = await tsql('select 1\ngo\n', {}, { section: 'elsewhere' });
  assert.match(stdout + stderr, /Msg 40532 .*"elsewhere"/s);
});

test('FreeTDS with a wrong password is told 18456', async () => {
  const { stdout, stderr } = await tsql('select 1\ngo\n', {}, { password: 'guess' });
  assert.match(stdout + stderr, /Msg 18456 \(severity 14, state 8\)/);
});

test('FreeTDS told not to encrypt does so all the same, because the server requires it', async () => {
  const { stdout } = await tsql('rows 3\ngo\n', { encryption: 'off' });
  assert.equal(stdout.trim().split('\n').at(-1), '2|row 2');
  assert.equal(listener.stats().clearTextLogins, 0);
});

test("FreeTDS reads the estate's catalog views as the model has them, in the user database and in master", async () => {
  const own = await estate.listen(PRIMARY, { execute: executeBatch });
  const port = { port: String(own.port) };
  const status = `select link_guid, partner_server, partner_database, replication_state_desc, role_desc,
    secondary_allow_connections_desc from sys.dm_geo_replication_link_status\ngo\n`;
  for (const database of ['orders', 'vault', 'stock']) {
    const { stdout, stderr } = await tsql(status, port, { database });
    const expected = estate.model
      .linkViews(PRIMARY, database)
      .map((link) =>
        [
          link.linkId.toUpperCase(),
          link.partnerServer,
          link.partnerDatabase,
          link.phase,
          link.role,
          link.secondaryAllowConnections ? 'All' : 'No',
        ].join('|'),
      );
    assert.deepEqual(stdout.split('\n').filter(Boolean), expected, stderr);
    assert.equal(expected.length, database === 'stock' ? 0 : 1);
  }
  const links = 'select partner_database, role from sys.geo_replication_links order by partner_database\ngo\n';
  const inMaster = await tsql(links, port, { database: 'master' });
  assert.deepEqual(inMaster.stdout.trim().split('\n'), ['orders|0', 'vault|0'], inMaster.stderr);
  const inUserDatabase = await tsql(links, port);
  assert.match(
    inUserDatabase.stdout + inUserDatabase.stderr,
    /Msg 208 .*Invalid object name 'sys.geo_replication_links'/s,
  );
  assert.deepEqual([own.stats().logins, own.stats().clearTextLogins], [5, 0]);
});
