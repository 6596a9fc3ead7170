import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rehearse } from './rehearsal.ts';

describe('what front ends obey', () => {
  it('has the more particular SQL fault win, down to master', () => {
    const { model } = rehearse();
    assert.equal(model.sqlFault('contoso-we', 'orders'), null);
    model.apply({ kind: 'sql', server: 'contoso-we', fault: { kind: 'silent' } });
    model.apply({ kind: 'sql', server: 'Contoso-WE', database: 'Orders', fault: { kind: 'error', number: 40613 } });
    assert.deepEqual(model.sqlFault('contoso-we', 'orders'), { kind: 'error', number: 40613 });
    assert.deepEqual(model.sqlFault('contoso-we', 'master'), { kind: 'silent' });
    assert.equal(model.sqlFault('contoso-ne', 'orders'), null);
    model.apply({ kind: 'sql', server: 'contoso-we', database: 'master', fault: { kind: 'hangQuery' } });
    assert.deepEqual(model.sqlFault('contoso-we', 'master'), { kind: 'hangQuery' });
    model.apply({ kind: 'sql', server: 'contoso-we', database: 'orders', fault: null });
    assert.deepEqual(model.sqlFault('contoso-we', 'orders'), { kind: 'silent' });
    model.apply({ kind: 'sql', server: 'contoso-we', fault: null });
    assert.equal(model.sqlFault('contoso-we', 'orders'), null);
  });

  it('refuses a fault for a database that is not there', () => {
    const { model } = rehearse();
    assert.throws(
      () => model.apply({ kind: 'sql', server: 'contoso-we', database: 'x', fault: { kind: 'silent' } }),
      /contoso-we\/x/,
    );
  });

  it('may leave the right to log in and take the right to see the state of a database', () => {
    const { model } = rehearse();
    const rights = () => [model.hasRights('contoso-we'), model.mayViewState('contoso-we')];
    assert.deepEqual(rights(), [true, true]);
    model.apply({ kind: 'rights', server: 'contoso-we', becomes: 'connect' });
    assert.deepEqual(rights(), [true, false]);
    assert.equal(model.mayViewState('contoso-ne'), true);
    model.apply({ kind: 'rights', server: 'contoso-we', becomes: 'denied' });
    assert.deepEqual(rights(), [false, false]);
    const server = () => [model.mayViewServerState('contoso-we'), model.isAdministrator('contoso-we')];
    model.apply({ kind: 'rights', server: 'contoso-we', becomes: 'serverState' });
    assert.deepEqual(
      [rights(), server()],
      [
        [true, true],
        [true, false],
      ],
    );
    model.apply({ kind: 'rights', server: 'contoso-we', becomes: 'administrator' });
    assert.deepEqual(
      [rights(), server()],
      [
        [true, true],
        [false, true],
      ],
    );
    model.apply({ kind: 'rights', server: 'contoso-we', becomes: 'granted' });
    assert.deepEqual(
      [rights(), server()],
      [
        [true, true],
        [false, false],
      ],
    );
    assert.equal(model.mayViewState('nobody'), false);
    assert.deepEqual([model.mayViewServerState('nobody'), model.isAdministrator('nobody')], [false, false]);
  });

  it('closes a firewall and takes rights away by server', () => {
    const { model } = rehearse();
    assert.equal(model.hasRights('contoso-we'), true);
    model.apply({ kind: 'rights', server: 'contoso-we', becomes: 'denied' });
    model.apply({ kind: 'firewall', server: 'contoso-we', becomes: 'closed' });
    assert.equal(model.hasRights('contoso-we'), false);
    assert.equal(model.hasRights('contoso-ne'), true);
    assert.equal(model.server('contoso-we')?.firewallOpen, false);
    assert.equal(model.server('contoso-ne')?.firewallOpen, true);
    model.apply({ kind: 'rights', server: 'contoso-we', becomes: 'granted' });
    model.apply({ kind: 'firewall', server: 'contoso-we', becomes: 'open' });
    assert.equal(model.hasRights('contoso-we'), true);
    assert.equal(model.server('contoso-we')?.firewallOpen, true);
    assert.equal(model.hasRights('nobody'), false);
  });

  it('keeps the states of Resource Manager, identity and the channels apart', () => {
    const { model } = rehearse();
    model.apply({ kind: 'resourceManager', becomes: 'throttled' });
    model.apply({ kind: 'identity', becomes: 'unreachable' });
    model.apply({ kind: 'channel', channel: 'teams', answers: 'tooLarge' });
    assert.equal(model.resourceManagerState(), 'throttled');
    assert.equal(model.identityState(), 'unreachable');
    assert.equal(model.channelState('teams'), 'tooLarge');
    assert.equal(model.channelState('smtp'), 'ok');
    assert.equal(model.channelState('communicationEmail'), 'ok');
    for (const channel of ['pagerDuty', 'slack', 'webhook'] as const) {
      assert.equal(model.channelState(channel), 'ok');
      model.apply({ kind: 'channel', channel, answers: 'failing' });
      assert.equal(model.channelState(channel), 'failing');
      model.apply({ kind: 'channel', channel, answers: 'ok' });
      assert.equal(model.channelState(channel), 'ok');
    }
  });
});
