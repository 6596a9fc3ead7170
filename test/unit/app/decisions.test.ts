import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signApprovalToken } from '../../../shared/access/approvalToken.ts';
import type { ApprovalRequest } from '../../../shared/access/types.ts';
import { showDecision, takeDecision } from '../../../shared/app/decisions.ts';
import type { Incident } from '../../../shared/outage/types.ts';
import { asked, asking, INCIDENT_ID, incident, NOW, question } from '../views/incidentFixtures.ts';
import { AppWorld, KEY } from './world.ts';

class Table extends AppWorld {
  evaluations = 0;
  readonly evaluate = async () => {
    this.evaluations += 1;
    return undefined;
  };

  static async with(given: Incident = asked()): Promise<Table> {
    const table = new Table();
    table.nowMs = NOW;
    await table.storage.incidents.save({ value: given });
    return table;
  }

  async stored(): Promise<Incident> {
    const found = await this.storage.incidents.load(INCIDENT_ID);
    assert.ok(found);
    return found.value;
  }

  /** As an evaluation would, in between. */
  async change(changes: Partial<Incident>): Promise<void> {
    const found = await this.storage.incidents.load(INCIDENT_ID);
    assert.ok(found);
    assert.ok(await this.storage.incidents.save({ ...found, value: { ...found.value, ...changes } }));
  }

  async token(of?: ApprovalRequest): Promise<string> {
    const request = of ?? (await this.stored()).approval;
    assert.ok(request);
    return signApprovalToken(request, KEY);
  }

  show(token: string) {
    return showDecision(this.context, INCIDENT_ID, { token });
  }

  send(fields: Record<string, string>, { json = false, principal }: { json?: boolean; principal?: string } = {}) {
    const incoming = {
      method: 'POST',
      body: json ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
      contentType: json ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded',
      principal,
    };
    return takeDecision(this.context, INCIDENT_ID, incoming, this.log, this.evaluate);
  }
}

const WORD = { by: 'Ada', comment: 'the region is down' };

test('opening the page shows the plan and changes nothing, however often it is opened', async () => {
  const table = await Table.with();
  const before = JSON.stringify(await table.storage.incidents.load(INCIDENT_ID));
  const token = await table.token();
  for (let time = 0; time < 3; time += 1) {
    const page = await table.show(token);
    assert.equal(page.status, 200);
    assert.match(page.body, /contoso-ne\/orders/);
  }
  assert.equal(JSON.stringify(await table.storage.incidents.load(INCIDENT_ID)), before);
  assert.equal(table.audit.rows.length, 0);
  assert.equal(table.evaluations, 0);
});

test('an approval is stored with name, comment and moment, recorded, and acted on at once', async () => {
  const table = await Table.with();
  const token = await table.token();
  const reply = await table.send({ token, decision: 'approve', ...WORD });
  assert.equal(reply.status, 200);
  assert.match(reply.body, /Approved/);
  const { approval, rejection } = await table.stored();
  assert.equal(approval?.state, 'approved');
  assert.deepEqual(approval?.decision, { ...WORD, atMs: NOW });
  assert.equal(rejection, undefined);
  assert.equal(table.evaluations, 1);
  const [entry] = table.audit.rows;
  assert.equal(entry?.record.kind, 'operator');
  assert.equal(entry?.record.subject, INCIDENT_ID);
  assert.match(entry?.record.sentence ?? '', /Ada approved the plan: the region is down/);
  assert.ok(!JSON.stringify(table.audit.rows).includes(token));
  assert.ok(!table.logLines.join('\n').includes(token));
  assert.ok(!reply.body.includes(token));
});

test('a rejection is kept with the plan it is about', async () => {
  const table = await Table.with();
  const reply = await table.send({ token: await table.token(), decision: 'reject', ...WORD });
  assert.equal(reply.status, 200);
  const { approval, rejection, explanation } = await table.stored();
  assert.equal(approval?.state, 'rejected');
  assert.deepEqual(rejection, { fingerprint: explanation?.plan?.fingerprint, ...WORD, atMs: NOW });
  assert.equal(table.evaluations, 1);
});

test('JSON decides as a form does', async () => {
  const table = await Table.with();
  const reply = await table.send({ token: await table.token(), decision: 'approve', ...WORD }, { json: true });
  assert.equal(reply.status, 200);
  assert.equal((JSON.parse(reply.body) as { state: string }).state, 'approved');
});

test('without a comment or a name nothing is decided, and the page says so', async () => {
  for (const fields of [
    { by: 'Ada', comment: '  ' },
    { by: '', comment: 'go' },
    { by: '\u0000', comment: 'go' },
  ]) {
    const table = await Table.with();
    const token = await table.token();
    const reply = await table.send({ token, decision: 'approve', ...fields });
    assert.equal(reply.status, 400);
    assert.match(reply.body, /<form/);
    assert.match(reply.body, /Nothing was decided/);
    assert.equal((await table.stored()).approval?.state, 'pending');
    assert.equal(table.evaluations, 0);
    const json = await table.send({ token, decision: 'approve', ...fields }, { json: true });
    assert.equal(json.status, 400);
    assert.equal((JSON.parse(json.body) as { faults: unknown[] }).faults.length, 1);
  }
});

test('a decision that is neither is none', async () => {
  const table = await Table.with();
  const reply = await table.send({ token: await table.token(), decision: 'maybe', ...WORD });
  assert.equal(reply.status, 400);
  assert.match(reply.body, /&#39;approve&#39; or &#39;reject&#39;/);
  assert.equal((await table.stored()).approval?.state, 'pending');
});

test('whoever signed in is who decided, whatever the form says', async () => {
  const table = await Table.with();
  const fields = { token: await table.token(), decision: 'approve', by: 'Mallory', comment: 'go' };
  await table.send(fields, { principal: 'ada@example.net' });
  assert.equal((await table.stored()).approval?.decision?.by, 'ada@example.net');
});

test('the first decision stands: the second is told what was decided', async () => {
  const table = await Table.with();
  const token = await table.token();
  await table.send({ token, decision: 'reject', ...WORD });
  table.nowMs += 1_000;
  const second = await table.send({ token, decision: 'approve', by: 'Bo', comment: 'yes' });
  assert.equal(second.status, 409);
  assert.match(second.body, /rejected by <b>Ada<\/b>/);
  assert.equal((await table.show(token)).status, 409);
  assert.equal((await table.stored()).approval?.state, 'rejected');
  assert.equal(table.evaluations, 1);
});

test('of ten who decide at the same moment one does', async () => {
  const table = await Table.with();
  const token = await table.token();
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      table.send({ token, decision: n % 2 === 0 ? 'approve' : 'reject', by: `p${n}`, comment: 'now' }),
    ),
  );
  assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, ...Array.from({ length: 9 }, () => 409)]);
  assert.equal(table.audit.rows.length, 1);
});

test('a link that was not signed here is refused before anything is read', async () => {
  const table = await Table.with();
  const other = new TextEncoder().encode('another key that is also long enough to sign with');
  const forged = signApprovalToken(question(asked()), other);
  table.storageFails = new Error('nobody may ask storage for this');
  for (const token of [forged, '', 'x', 'a.b', 'a.b.c', 'x'.repeat(5_000)]) {
    assert.equal((await table.show(token)).status, 403, token.slice(0, 20));
  }
  assert.ok(!(await table.show('a-token.of-mine')).body.includes('a-token'));
});

test('a POST with a forged link decides nothing', async () => {
  const table = await Table.with();
  const good = await table.token();
  const flipped = `${good.slice(0, -2)}${good.at(-2) === 'A' ? 'B' : 'A'}${good.at(-1)}`;
  assert.equal((await table.send({ token: flipped, decision: 'approve', ...WORD })).status, 403);
  assert.equal((await table.send({ token: flipped, decision: 'approve', ...WORD }, { json: true })).status, 403);
  assert.equal((await table.send({ decision: 'approve', ...WORD }, { json: true })).status, 400);
  assert.equal((await table.send({ decision: 'approve', ...WORD })).status, 400);
  assert.equal((await table.stored()).approval?.state, 'pending');
});

test('a link to another incident or another page is good for this one in no way', async () => {
  const table = await Table.with();
  const request = question(asked());
  for (const claims of [
    { ...request, incidentId: 'another' },
    { ...request, page: '/api/other' },
  ]) {
    const token = signApprovalToken(claims, KEY);
    assert.equal((await table.show(token)).status, 403);
    assert.equal((await table.send({ token, decision: 'approve', ...WORD })).status, 403);
  }
  assert.equal((await table.stored()).approval?.state, 'pending');
});

test('a link that has expired is gone, and the question ends as expired', async () => {
  const table = await Table.with();
  const token = await table.token();
  table.nowMs = NOW + 900_000;
  const page = await table.show(token);
  assert.equal(page.status, 410);
  assert.match(page.body, /newest message/);
  assert.equal((await table.stored()).approval?.state, 'pending', 'looking changes nothing');
  assert.equal((await table.send({ token, decision: 'approve', ...WORD })).status, 410);
  assert.equal((await table.stored()).approval?.state, 'expired');
  assert.equal((await table.stored()).approval?.decision, null);
});

test('a plan that has moved on is not what was approved: the question ends as stale, and it is asked about anew at once', async () => {
  const table = await Table.with();
  const token = await table.token();
  const { explanation } = await table.stored();
  const plan = explanation?.plan;
  assert.ok(explanation && plan);
  await table.change({ explanation: { ...explanation, plan: { ...plan, fingerprint: 'another' } } });
  assert.equal((await table.show(token)).status, 409);
  const reply = await table.send({ token, decision: 'approve', ...WORD });
  assert.equal(reply.status, 409);
  assert.match(reply.body, /moved/);
  assert.equal((await table.stored()).approval?.state, 'stale');
  assert.equal(table.evaluations, 1);
});

test('a plan that moves between the look and the save is not approved', async () => {
  const table = await Table.with();
  const token = await table.token();
  const { incidents } = table.storage;
  const save = incidents.save.bind(incidents);
  let isFirst = true;
  table.storage.incidents = {
    ...incidents,
    save: async (record, outbox) => {
      if (isFirst) {
        isFirst = false;
        const { explanation } = await table.stored();
        const plan = explanation?.plan;
        assert.ok(explanation && plan);
        const found = await incidents.load(INCIDENT_ID);
        assert.ok(found);
        const moved = { ...explanation, plan: { ...plan, fingerprint: 'another' } };
        await save({ ...found, value: { ...found.value, explanation: moved } });
      }
      return save(record, outbox);
    },
  };
  assert.equal((await table.send({ token, decision: 'approve', ...WORD })).status, 409);
  assert.equal((await table.stored()).approval?.state, 'stale');
});

test('an evaluation in between that leaves the plan as it is costs the decision nothing', async () => {
  const table = await Table.with();
  const token = await table.token();
  const { incidents } = table.storage;
  let conflicts = 3;
  table.storage.incidents = {
    ...incidents,
    save: async (record, outbox) => {
      if (conflicts === 0) return incidents.save(record, outbox);
      conflicts -= 1;
      return undefined;
    },
  };
  assert.equal((await table.send({ token, decision: 'approve', ...WORD })).status, 200);
  assert.equal((await table.stored()).approval?.state, 'approved');
});

test('a decision whose save had no answer is found and told as taken', async () => {
  const table = await Table.with();
  const token = await table.token();
  const { incidents } = table.storage;
  let lost = true;
  table.storage.incidents = {
    ...incidents,
    save: async (record, outbox) => {
      const version = await incidents.save(record, outbox);
      if (!lost) return version;
      lost = false;
      return undefined;
    },
  };
  const reply = await table.send({ token, decision: 'reject', ...WORD });
  assert.equal(reply.status, 200);
  assert.equal(table.audit.rows.length, 1);
  assert.equal(table.evaluations, 1);
});

test('an incident that changes for ever is given up with the word that nothing was decided', async () => {
  const table = await Table.with();
  const token = await table.token();
  let saves = 0;
  table.storage.incidents = {
    ...table.storage.incidents,
    save: async () => {
      saves += 1;
      return undefined;
    },
  };
  const reply = await table.send({ token, decision: 'approve', ...WORD });
  assert.equal(reply.status, 503);
  assert.match(reply.body, /Nothing was decided/);
  assert.ok(saves <= 10);
  assert.equal(table.evaluations, 0);
});

test('a link to an earlier question about the same plan decides nothing', async () => {
  const table = await Table.with();
  const earlier = await table.token();
  await table.change({ approval: { ...question(asked()), tokenId: 'the-newer-one' } });
  const reply = await table.send({ token: earlier, decision: 'approve', ...WORD });
  assert.equal(reply.status, 409);
  assert.match(reply.body, /earlier question/);
  assert.equal((await table.stored()).approval?.state, 'pending');
});

test('a question that an evaluation has ended stays ended, though its link still holds', async () => {
  for (const [state, status] of [
    ['expired', 410],
    ['stale', 409],
  ] as const) {
    const table = await Table.with();
    const token = await table.token();
    await table.change({ approval: question(asked(), { state, sentence: 'Ended.' }) });
    assert.equal((await table.show(token)).status, status);
    assert.equal((await table.send({ token, decision: 'approve', ...WORD })).status, status);
    assert.equal((await table.stored()).approval?.state, state);
  }
});

test('when the outage is over there is nothing to approve', async () => {
  const table = await Table.with();
  const token = await table.token();
  await table.change({ phase: 'over', overAtMs: NOW });
  assert.equal((await table.show(token)).status, 409);
  assert.equal((await table.send({ token, decision: 'approve', ...WORD })).status, 409);
  assert.notEqual((await table.stored()).approval?.state, 'approved');
});

test('an incident that was never asked about, or is not there, has nothing to decide', async () => {
  const token = signApprovalToken(question(incident({ explanation: asking() })), KEY);
  const table = await Table.with(incident());
  assert.equal((await table.show(token)).status, 409);
  const nobody = new Table();
  nobody.nowMs = NOW;
  assert.equal((await nobody.show(token)).status, 404);
  assert.equal((await nobody.send({ token, decision: 'approve', ...WORD })).status, 404);
});

test('without a key no link is good', async () => {
  const table = await Table.with();
  const token = await table.token();
  table.context.approvalKey = () => undefined;
  assert.equal((await table.show(token)).status, 503);
  assert.equal((await table.send({ token, decision: 'approve', ...WORD })).status, 503);
});

test('an audit that does not answer holds no decision up, and is told in the log', async () => {
  const table = await Table.with();
  const token = await table.token();
  table.storage.audit = { ...table.storage.audit, last: () => Promise.reject(new Error('storage is away')) };
  assert.equal((await table.send({ token, decision: 'approve', ...WORD })).status, 200);
  assert.equal((await table.stored()).approval?.state, 'approved');
  assert.equal(table.evaluations, 1);
  assert.match(table.logLines.join('\n'), /\[602\].*storage is away/);
});

test('a body of another kind, or too large, is refused unread', async () => {
  const table = await Table.with();
  const send = (body: string | undefined, contentType: string) =>
    takeDecision(table.context, INCIDENT_ID, { method: 'POST', body, contentType, principal: undefined }, table.log);
  assert.equal((await send('x', 'text/plain')).status, 415);
  assert.equal((await send('[]', 'application/json')).status, 400);
  assert.equal((await send('{', 'application/json')).status, 400);
  assert.equal((await send(undefined, 'application/json')).status, 413);
  assert.equal((await send('x'.repeat(70_000), 'application/x-www-form-urlencoded')).status, 413);
});
