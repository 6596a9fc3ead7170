import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Notice, NoticeCondition, OutageDetails } from '../../../shared/alerting/types.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { CONTEXT } from './notices.ts';
import { INCIDENT, outageNotices } from './outageNotices.ts';

const all = new Map(outageNotices());
const sample = (name: string): Notice => all.get(name) ?? assert.fail(`no sample ${name}`);
const withOutage = (name: string, more: Partial<OutageDetails>): Notice => {
  const notice = sample(name);
  assert.ok(notice.outage);
  return { ...notice, outage: { ...notice.outage, ...more } };
};
const fact = (notice: Notice, title: string) =>
  composeMessage(notice, CONTEXT).facts.find((each) => each.title === title)?.value;

describe('a message about an outage', () => {
  test('says what it is about: the region, the database or the group', () => {
    const about = (name: string) => composeMessage(sample(name), CONTEXT).about;
    assert.equal(about('regionOutage.first'), 'Region westeurope, recovery group shop');
    assert.equal(about('databaseOutage.first'), 'contoso-we/orders, recovery group shop');
    assert.equal(about('failoverDone.first'), 'Recovery group shop');
    assert.equal(about('automationPaused.first'), 'All recovery groups');
  });

  test('has the facts that rules match on', () => {
    const facts = composeMessage(sample('approvalWaiting.first'), CONTEXT).facts;
    assert.deepEqual(
      facts.map(({ title }) => title),
      [
        'Condition',
        'Reason',
        'Severity',
        'Since',
        'Objective',
        'Group',
        'Loss bound',
        'Approval covers',
        'Decide by',
        'Incident',
        'Id',
      ],
    );
    assert.equal(fact(sample('regionOutage.first'), 'Region'), 'westeurope');
    assert.equal(fact(sample('databaseOutage.first'), 'Primary'), 'contoso-we/orders');
    assert.equal(fact(sample('failoverDone.first'), 'Operation'), `${INCIDENT}-1`);
    assert.equal(fact(sample('automationPaused.resolved'), 'Group'), undefined);
  });

  test('calls the other end a candidate until it is the primary', () => {
    const subject = { kind: 'group', key: 'shop', primary: 'a/x', secondary: 'b/x' } as const;
    assert.equal(fact({ ...sample('approvalWaiting.first'), subject }, 'Candidate'), 'b/x');
    assert.equal(fact({ ...sample('failoverDone.first'), subject }, 'Secondary'), 'b/x');
    assert.equal(fact({ ...sample('failoverDone.first'), subject }, 'Candidate'), undefined);
  });

  test('never shows an unknown loss as a number, nor none as unknown', () => {
    const lossOf = (lossBoundMs: number | null) => withOutage('regionOutage.first', { lossBoundMs });
    assert.equal(fact(lossOf(null), 'Loss bound'), 'unknown (nothing bounds it)');
    assert.match(composeMessage(lossOf(null), CONTEXT).meaning, /nobody can say how much/);
    assert.equal(fact(lossOf(0), 'Loss bound'), 'no loss');
    assert.match(composeMessage(lossOf(0), CONTEXT).meaning, /nothing would be lost/);
    assert.equal(fact(lossOf(4_200), 'Loss bound'), 'at most 4.2 s');
    const { lossBoundMs: _, ...unjudged } = sample('regionOutage.first').outage ?? assert.fail();
    const message = composeMessage({ ...sample('regionOutage.first'), outage: unjudged }, CONTEXT);
    assert.match(message.meaning, /has not been judged/);
    assert.equal(
      message.facts.some(({ title }) => title === 'Loss bound'),
      false,
    );
  });

  test('after a failover, says what the stated bound was, and never that nothing was lost unless it is so', () => {
    const meaning = (lossBoundMs: number | null) =>
      composeMessage(withOutage('failoverDone.first', { lossBoundMs }), CONTEXT).meaning;
    assert.match(meaning(4_600), /^At most 4.6 s of committed work was lost/);
    assert.match(meaning(0), /^Nothing was lost/);
    assert.match(meaning(null), /could not be bounded/);
    assert.doesNotMatch(meaning(null), /Nothing was lost|\d/);
  });

  test('says the decision once', () => {
    assert.equal(composeMessage(sample('approvalWaiting.first'), CONTEXT).decision, undefined, 'the sentence says it');
    assert.match(composeMessage(sample('regionOutage.first'), CONTEXT).decision ?? '', /^A person decides/);
    assert.equal(composeMessage(sample('failoverDone.first'), CONTEXT).decision, undefined);
  });

  test('without any details is still a message', () => {
    const { outage: _, ...bare } = sample('regionOutage.first');
    const message = composeMessage(bare, CONTEXT);
    assert.equal(message.about, 'Region westeurope');
    assert.deepEqual([message.plan, message.commands], [[], []]);
    assert.deepEqual(
      message.links.map(({ title }) => title),
      ['Open the status page', 'Read about this alert'],
    );
  });

  test('of a condition that only a later version knows is sent with its own sentence', () => {
    const notice: Notice = {
      ...sample('regionOutage.first'),
      condition: 'toString' as NoticeCondition,
      subject: { kind: 'planet' as 'region', key: 'mars' },
    };
    const message = composeMessage(notice, CONTEXT);
    assert.equal(message.sentence, notice.sentence);
    assert.equal(message.title, 'Alert');
    assert.match(composeMessage({ ...notice, closedBecause: 'subjectRemoved' }, CONTEXT).sentence, /this subject is/);
  });
});
