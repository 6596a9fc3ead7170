import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receivedNotifications } from '../../local/play/notifications.ts';
import { withDesk } from '../kit/desk.ts';
import { until } from '../kit/until.ts';

const LINK = 'contoso-ne/orders~contoso-we/orders';
const cut = { kind: 'link', server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' } as const;

test('a restart in the middle of a NULL spell does not reset its duration, and tells nobody twice', async () => {
  await withDesk({}, async (desk) => {
    await until('the link is sampled', async () => (await desk.status()).links[0]?.state === 'caughtUp');
    desk.estate.model.apply({ ...cut, becomes: 'disconnected' });
    const before = await until('NULL was told', async () => {
      const status = await desk.status();
      const told = receivedNotifications(desk.estate).filter((note) => note.condition === 'LagUnknown');
      return told.length === 2 && status.links[0]?.state === 'lagUnknown' ? status.links[0] : undefined;
    });
    await desk.stopApp('SIGTERM');
    await desk.startApp();
    const after = await until('the link is sampled again', async () => {
      const link = (await desk.status()).links[0];
      return link && link.sampledAt > before.sampledAt ? link : undefined;
    });
    assert.equal(after.state, 'lagUnknown');
    assert.equal(after.since, before.since, 'the spell began when it began');
    assert.ok(after.sinceSeconds > before.sinceSeconds);
    desk.estate.model.apply({ ...cut, becomes: 'connected' });
    await until(
      'the end was told',
      () => receivedNotifications(desk.estate).filter((note) => note.reason === 'resolved').length === 2,
    );
    const notes = receivedNotifications(desk.estate).map((note) => `${note.channel} ${note.condition} ${note.reason}`);
    assert.deepEqual(notes.sort(), [
      'smtp LagUnknown first',
      'smtp LagUnknown resolved',
      'teams LagUnknown first',
      'teams LagUnknown resolved',
    ]);
    const detail = await desk.link(LINK);
    assert.ok(detail.samples.some((sample) => sample.state === 'lagUnknown' && sample.lagSeconds === null));
    assert.ok((detail.longestSeconds.lagUnknown ?? 0) >= before.sinceSeconds);
  });
});

test('SIGKILL between the state write and the delivery loses no message', async () => {
  await withDesk({}, async (desk) => {
    await until('the link is sampled', async () => (await desk.status()).links[0]?.state === 'caughtUp');
    // Both channels swallow what they get, so that the message is stored and cannot be delivered.
    desk.estate.model.apply({ kind: 'channel', channel: 'teams', answers: 'silent' });
    desk.estate.model.apply({ kind: 'channel', channel: 'smtp', answers: 'silent' });
    desk.estate.model.apply({ ...cut, becomes: 'disconnected' });
    await until('the messages wait in the outbox', async () => {
      const { notifications } = await desk.status();
      return notifications.length === 2 && notifications.every((note) => note.status === 'pending');
    });
    await desk.stopApp('SIGKILL');
    assert.deepEqual(receivedNotifications(desk.estate), []);
    desk.estate.model.apply({ kind: 'channel', channel: 'teams', answers: 'ok' });
    desk.estate.model.apply({ kind: 'channel', channel: 'smtp', answers: 'ok' });
    await desk.startApp();
    await until('both were told after all', () => receivedNotifications(desk.estate).length >= 2, 60_000);
    const status = await until('the outbox is settled', async () => {
      const now = await desk.status();
      return now.notifications.every((note) => note.status === 'delivered') ? now : undefined;
    });
    assert.deepEqual(status.notifications.map((note) => note.channel).sort(), ['mail', 'ops']);
    assert.deepEqual(
      receivedNotifications(desk.estate)
        .map((note) => `${note.channel} ${note.condition} ${note.reason}`)
        .sort(),
      ['smtp LagUnknown first', 'teams LagUnknown first'],
    );
  });
});
