import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TableClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Change } from '../../local/estate/model/types.ts';
import { type DoctorRun, openPractice, type Practice, withResult } from '../kit/doctor.ts';

let practice: Practice;
before(async () => {
  practice = await openPractice();
});
after(() => practice?.close());

/** Hurts the estate for one visit. */
async function whileHurt(hurt: Change, heal: Change, look: (run: DoctorRun) => void): Promise<void> {
  practice.estate.model.apply(hurt);
  try {
    const run = await practice.visit();
    assert.equal(run.code, 1);
    look(run);
  } finally {
    practice.estate.model.apply(heal);
  }
}

test('a healthy estate is fit: every check is named, in order, and nothing is left over or sent', async () => {
  const told = () => [practice.estate.teamsMessages().length, practice.estate.mailMessages().length];
  const before = told();
  const run = await practice.visit({ arguments: ['--storage-region', 'Sweden Central'] });
  assert.equal(run.code, 0, run.output);
  assert.deepEqual(
    run.report.checks.map(({ name, result }) => `${result}: ${name}`),
    [
      'ok: node',
      'ok: configuration',
      'ok: setting GEOWARDEN_HTTP_AUTH',
      'ok: secret TEAMS_WEBHOOK_URL',
      'ok: secret SMTP_PASSWORD',
      'ok: secret GEOWARDEN_FENCE_STORAGE',
      'ok: secret AzureWebJobsStorage',
      'ok: storage table',
      'ok: storage blob',
      'ok: storage queue',
      'ok: fence account',
      'ok: fence storage',
      'ok: fence',
      'ok: identity Resource Manager',
      'ok: identity SQL',
      'ok: discovery',
      'ok: sql contoso-we/orders',
      'ok: rights contoso-we/orders',
      'ok: rights contoso-ne/orders',
      'ok: channel ops',
      'ok: channel mail',
      'ok: shared fate of the app',
      'ok: shared fate of the storage',
    ],
  );
  assert.match(run.named('identity SQL').seen, /audience https:\/\/database\.windows\.net\//);
  assert.match(run.named('sql contoso-we/orders').seen, /contoso-ne lag \d+ s/);
  assert.deepEqual(told(), before);
  const table = TableClient.fromConnectionString(practice.storageConnectionString, 'geowarden', {
    allowInsecureConnection: true,
  });
  const left: unknown[] = [];
  for await (const row of table.listEntities({ queryOptions: { filter: "PartitionKey eq 'doctor'" } })) left.push(row);
  for await (const { name } of QueueServiceClient.fromConnectionString(practice.storageConnectionString).listQueues()) {
    if (name.startsWith('doctor-')) left.push(name);
  }
  assert.deepEqual(left, []);
});

test('--send-test sends one message through each channel, marked as a test and no condition', async () => {
  const teams = practice.estate.teamsMessages().length;
  const run = await practice.visit({ arguments: ['--send-test'] });
  assert.equal(run.named('test message ops').result, 'ok');
  assert.equal(run.named('test message mail').result, 'ok');
  const cards = practice.estate
    .teamsMessages()
    .slice(teams)
    .map(({ card }) => JSON.stringify(card));
  assert.equal(cards.length, 1);
  assert.match(cards[0] ?? '', /Test message/);
  assert.doesNotMatch(cards[0] ?? '', /Condition|geo-secondary/);
  const mails = practice.estate.mailMessages().filter(({ subject }) => /\[Test\] Test message/.test(subject));
  assert.equal(mails.length, 1);
  assert.equal(Object.entries(mails[0]?.headers ?? {}).find(([key]) => /^x-geowarden-reason$/i.test(key))?.[1], 'test');
});

test('a firewall that is closed is named with the rule that opens it, and nothing is tried behind it', async () => {
  await whileHurt(
    { kind: 'firewall', server: 'contoso-we', becomes: 'closed' },
    { kind: 'firewall', server: 'contoso-we', becomes: 'open' },
    (run) => {
      assert.deepEqual(withResult(run, 'failed'), ['sql contoso-we/orders']);
      assert.match(run.named('sql contoso-we/orders').seen, /40615/);
      assert.match(run.named('sql contoso-we/orders').advice, /az sql server firewall-rule create --server contoso-we/);
      assert.deepEqual(withResult(run, 'not tried'), ['rights contoso-we/orders']);
    },
  );
});

test('a geo-secondary behind a closed firewall is a warning: it will matter after a failover', async () => {
  practice.estate.model.apply({ kind: 'firewall', server: 'contoso-ne', becomes: 'closed' });
  const run = await practice.visit();
  practice.estate.model.apply({ kind: 'firewall', server: 'contoso-ne', becomes: 'open' });
  assert.equal(run.code, 0);
  const rights = run.named('rights contoso-ne/orders');
  assert.equal(rights.result, 'warning');
  assert.match(rights.seen, /40615/);
  assert.match(rights.advice, /after a failover.*firewall-rule create/);
});

test('a geo-secondary whose login stalls half-way is given up in time, and holds nobody up', async () => {
  practice.estate.model.apply({ kind: 'sql', server: 'contoso-ne', database: 'orders', fault: { kind: 'stallLogin' } });
  const run = await practice.visit();
  practice.estate.model.apply({ kind: 'sql', server: 'contoso-ne', database: 'orders', fault: null });
  assert.equal(run.code, 0);
  assert.match(run.named('rights contoso-ne/orders').seen, /no answer to the login within 5000 ms/);
  assert.equal(run.named('rights contoso-we/orders').result, 'ok');
});

test('a Resource Manager that answers nobody leaves unknown what only it could tell', async () => {
  await whileHurt(
    { kind: 'resourceManager', becomes: 'unavailable' },
    { kind: 'resourceManager', becomes: 'up' },
    (run) => {
      assert.deepEqual(
        withResult(run, 'failed').map((name) => name.replace(/[0-9a-f-]{36}/, 'ID')),
        ['discovery subscription ID'],
      );
      assert.deepEqual(withResult(run, 'not tried'), ['sql', 'shared fate']);
    },
  );
});

test('an identity without a user in the database is named with the statements that make one', async () => {
  await whileHurt(
    { kind: 'rights', server: 'contoso-we', becomes: 'denied' },
    { kind: 'rights', server: 'contoso-we', becomes: 'granted' },
    (run) => {
      const check = run.named('sql contoso-we/orders');
      assert.match(check.seen, /18456/);
      assert.match(check.advice, /\[orders\]: CREATE USER \[guard\] FROM EXTERNAL PROVIDER; GRANT VIEW DATABASE STATE/);
    },
  );
});

test('a user who may log in but not see the state is named with the one GRANT that is missing', async () => {
  await whileHurt(
    { kind: 'rights', server: 'contoso-we', becomes: 'connect' },
    { kind: 'rights', server: 'contoso-we', becomes: 'granted' },
    (run) => {
      assert.match(run.named('sql contoso-we/orders').seen, /297/);
      const check = run.named('rights contoso-we/orders');
      assert.equal(check.result, 'failed');
      assert.match(check.advice, /run in \[orders\]: GRANT VIEW DATABASE STATE TO \[guard\];$/);
    },
  );
});

test('an identity endpoint that nobody answers stops what needs a token, and nothing else', async () => {
  await whileHurt({ kind: 'identity', becomes: 'unreachable' }, { kind: 'identity', becomes: 'up' }, (run) => {
    assert.deepEqual(withResult(run, 'failed'), ['identity Resource Manager', 'identity SQL']);
    assert.match(run.named('identity SQL').advice, /identity assign|az login/);
    assert.deepEqual(withResult(run, 'not tried'), ['discovery', 'sql', 'shared fate']);
    assert.equal(run.named('storage table').result, 'ok');
    assert.equal(run.named('channel mail').result, 'ok');
  });
});
