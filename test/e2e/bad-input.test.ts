import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change, SqlFault } from '../../local/estate/model/types.ts';
import { receivedNotifications } from '../../local/play/notifications.ts';
import { smallEstate, type TestDesk, withDesk } from '../kit/desk.ts';
import { until } from '../kit/until.ts';

/** Two primaries on two servers: what hurts one must not touch the other. */
const twoServers = () =>
  smallEstate({
    servers: '    - { name: contoso-uk, region: uksouth }',
    databases: '    - { name: ledger, server: contoso-uk }',
    links: '    - { database: contoso-uk/ledger, secondary: contoso-ne, shippingDelay: 400ms }',
  });

async function linkOf(desk: TestDesk, database: string) {
  return (await desk.status()).links.find((link) => link.primary.database === database);
}

const watching = (desk: TestDesk) =>
  until('both links are sampled', async () => {
    const { links } = await desk.status();
    return links.length === 2 && links.every((link) => link.state === 'caughtUp');
  });

/** The other link goes on being sampled with fresh, known lag. */
async function otherGoesOn(desk: TestDesk): Promise<void> {
  const from = (await linkOf(desk, 'ledger'))?.sampledAt ?? '';
  const later = await until('the other link is sampled again', async () => {
    const link = await linkOf(desk, 'ledger');
    return link && link.sampledAt > from ? link : undefined;
  });
  assert.equal(later.state, 'caughtUp');
}

/** Warm connections outlive a change of rights, as in Azure; a restart of the database ends them. */
const restart: Change = { kind: 'database', server: 'contoso-we', database: 'orders', becomes: 'Restarted' };

const sqlFault = (fault: SqlFault | null): Change => ({ kind: 'sql', server: 'contoso-we', database: 'orders', fault });

const CASES: Array<{ name: string; hurt: Change; heal: Change; code: RegExp; says: RegExp }> = [
  {
    name: 'a token without rights (18456)',
    hurt: { kind: 'rights', server: 'contoso-we', becomes: 'denied' },
    heal: { kind: 'rights', server: 'contoso-we', becomes: 'granted' },
    code: /^noRights:18456$/,
    says: /CREATE USER/,
  },
  {
    name: 'a firewall refusal (40615)',
    hurt: { kind: 'firewall', server: 'contoso-we', becomes: 'closed' },
    heal: { kind: 'firewall', server: 'contoso-we', becomes: 'open' },
    code: /^firewall:40615$/,
    says: /firewall/i,
  },
  {
    name: 'a server that answers garbage',
    hurt: sqlFault({ kind: 'garbage' }),
    heal: sqlFault(null),
    code: /./,
    says: /./,
  },
  {
    name: 'a server that declines encryption',
    // The whole server: encryption is agreed before anybody has named a database.
    hurt: { kind: 'sql', server: 'contoso-we', fault: { kind: 'clearText' } },
    heal: { kind: 'sql', server: 'contoso-we', fault: null },
    code: /^encryptionRefused$/,
    says: /Nothing was sent/,
  },
  {
    name: 'a malformed catalog row',
    hurt: sqlFault({ kind: 'malformedRow' }),
    heal: sqlFault(null),
    code: /^garbage/,
    says: /expected/i,
  },
];

test('each kind of bad answer from SQL has its place in /api/status, ends when it ends, and costs nothing else', async () => {
  // Encryption agreed inside the connection: the way in which a server could decline it.
  const sampling = { every: '1s', timeout: '2s', encryption: 'prelogin' };
  await withDesk({ definition: twoServers(), configuration: { sampling } }, async (desk) => {
    await watching(desk);
    for (const { name, hurt, heal, code, says } of CASES) {
      desk.estate.model.apply(hurt);
      desk.estate.model.apply(restart);
      const problem = await until(`${name} is shown`, async () =>
        (await desk.status()).problems.find(
          (candidate) => candidate.subject.includes('orders') && code.test(candidate.code),
        ),
      );
      assert.match(problem.message, says, name);
      await otherGoesOn(desk);
      desk.estate.model.apply(heal);
      await until(`${name} is over`, async () => (await linkOf(desk, 'orders'))?.state === 'caughtUp');
      assert.deepEqual((await desk.status()).problems, [], name);
    }
  });
});

test('an unreachable identity endpoint is told as our own trouble, and is over when it is over', async () => {
  await withDesk({}, async (desk) => {
    await until('the link is sampled', async () => (await desk.status()).links[0]?.state === 'caughtUp');
    await desk.stopApp('SIGTERM');
    desk.estate.model.apply({ kind: 'identity', becomes: 'unreachable' });
    await desk.startApp();
    const problem = await until('the identity is named', async () =>
      (await desk.status()).problems.find((candidate) => candidate.area === 'identity'),
    );
    assert.match(problem.message, /identity/i);
    assert.equal((await desk.status()).links.length, 1, 'what was known of the topology is kept');
    desk.estate.model.apply({ kind: 'identity', becomes: 'up' });
    await until('the link is sampled again', async () => (await desk.status()).links[0]?.state === 'caughtUp', 40_000);
    assert.deepEqual(receivedNotifications(desk.estate), []);
  });
});

test('a configuration with faults lists all of them, and the app still answers', async () => {
  const faulty = { sampling: { every: '7s' }, alert: {}, objectives: { rpo: 'soon' } };
  await withDesk({ configuration: faulty }, async (desk) => {
    const status = await desk.status();
    assert.equal(status.health, 'misconfigured');
    const paths = status.configurationFaults.map((fault) => fault.path);
    for (const path of ['sampling.every', 'alert', 'objectives.rpo', 'objectives.rto'])
      assert.ok(paths.includes(path), `${path} of ${paths}`);
    assert.equal((await fetch(`${desk.appUrl}/api/health`)).status, 503);
    assert.equal((await fetch(desk.appUrl)).status, 200);
  });
});

test('Teams that throttles gets its message later; Teams that finds everything too large is given up, and the mail arrives', async () => {
  await withDesk({}, async (desk) => {
    const link = { kind: 'link', server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' } as const;
    await until('the link is sampled', async () => (await desk.status()).links[0]?.state === 'caughtUp');
    desk.estate.model.apply({ kind: 'channel', channel: 'teams', answers: 'throttled' });
    desk.estate.model.apply({ ...link, becomes: 'suspended' });
    await until('mail told it', () => receivedNotifications(desk.estate).some((note) => note.channel === 'smtp'));
    const waiting = await until('the 429 is shown', async () =>
      (await desk.status()).problems.find((problem) => problem.area === 'delivery' && problem.code === 'retrying'),
    );
    assert.match(waiting.message, /429/);
    desk.estate.model.apply({ kind: 'channel', channel: 'teams', answers: 'ok' });
    await until('Teams told it', () => receivedNotifications(desk.estate).some((note) => note.channel === 'teams'));

    desk.estate.model.apply({ kind: 'channel', channel: 'teams', answers: 'tooLarge' });
    desk.estate.model.apply({ ...link, becomes: 'active' });
    const givenUp = await until('the 413 is shown', async () =>
      (await desk.status()).problems.find((problem) => problem.area === 'delivery' && problem.code === 'given-up'),
    );
    assert.match(givenUp.message, /413|large/i);
    await until('mail told the end', () =>
      receivedNotifications(desk.estate).some((note) => note.channel === 'smtp' && note.reason === 'resolved'),
    );
    const secret = new URL(desk.estate.addresses.teamsWebhookUrl).searchParams.get('sig') ?? 'none';
    assert.ok(!JSON.stringify(await desk.status()).includes(secret), 'the signature of the webhook is not shown');
    assert.ok(!desk.logLines.join('\n').includes(secret), 'nor logged');
  });
});
