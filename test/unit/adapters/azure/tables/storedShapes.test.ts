import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asOutboxEntry, asSubjectRecord } from '../../../../../shared/adapters/azure/tables/storedShapes.ts';
import { linkRecord, outageEntry, outboxEntry } from '../../../../contract/records.ts';

type Change = Record<string, unknown>;
const record = (link: Change, alerts: Change = {}) => ({
  ...linkRecord(),
  link: { ...linkRecord().link, ...link },
  alerts,
});
const withAlert = (alert: unknown) => ({ ...linkRecord(), alerts: { LagHigh: alert } });
const withOutage = (more: Change) => {
  const entry = outageEntry('m');
  return { ...entry, notice: { ...entry.notice, outage: { ...entry.notice.outage, ...more } } };
};
const withNotice = (notice: Change) => ({ ...outboxEntry('m'), notice: { ...outboxEntry('m').notice, ...notice } });
const ALERT = {
  condition: 'LagHigh',
  subject: { kind: 'link', key: 'a~b' },
  severity: 'error',
  is: 'new',
  sinceMs: 1,
  value: 5,
  sentence: 's',
  flapping: { times: 3, sinceMs: 1 },
};
const withGroup = (more: Change) =>
  withNotice({ group: { key: 'g', common: ['LagHigh'], firing: 1, resolved: 0, alerts: [ALERT], ...more } });

describe('a stored subject is taken', () => {
  for (const [name, value] of Object.entries({
    'as this version writes it': linkRecord(),
    'with a state of a later version': record({ state: { name: 'rewinding' } }),
    'with a condition of a later version': { ...linkRecord(), alerts: { Undead: { phase: 'pending', sinceMs: 1 } } },
    'with a firing alert': withAlert({ phase: 'firing', sinceMs: 1, firedAtMs: 2, peak: 3, sentence: 's' }),
    'with a resolving alert': withAlert({
      phase: 'resolving',
      sinceMs: 1,
      firedAtMs: 2,
      clearSinceMs: 3,
      sentence: 's',
    }),
    'before its first sample': { ...linkRecord(), link: undefined },
    'with what the primary answered last': record({
      state: { name: 'unreachable', failure: { kind: 'unreachable', message: 'm' } },
      lastAnswer: {
        state: { name: 'lagUnknown' },
        sinceMs: 1,
        sampledAtMs: 2,
        lastReplicationMs: null,
        lastCommitMs: 3,
      },
    }),
    'of a database': { subject: { kind: 'database', key: 'we/solo' }, alerts: {} },
    'of a channel': { subject: { kind: 'channel', key: 'on-call' }, alerts: {} },
    'with an alert that has become worse': withAlert({
      phase: 'firing',
      sinceMs: 1,
      firedAtMs: 2,
      severity: 'critical',
      sentence: 's',
    }),
  })) {
    test(name, () => assert.equal(asSubjectRecord(value), value));
  }
});

describe('a stored subject counts as not stored, because something would break over', () => {
  for (const [name, value] of Object.entries({
    'caught up without a number': record({ state: { name: 'caughtUp' } }),
    'caught up with NULL': record({ state: { name: 'caughtUp', lagSeconds: null } }),
    'unreachable without a failure': record({ state: { name: 'unreachable' } }),
    'a beginning that no calendar holds': record({ sinceMs: 9e15 }),
    'a moment that is a text': record({ lastCommitMs: 'yesterday' }),
    'a moment that is missing': record({ lastReplicationMs: undefined }),
    'a longest spell that is a text': record({ longestMs: { lagUnknown: 'long' } }),
    'a last lag without its moment': record({ lastKnownLag: { lagSeconds: 1 } }),
    'an interrupted spell without a name': record({ interrupted: { sinceMs: 1 } }),
    'a last answer without a state': record({
      lastAnswer: { sinceMs: 1, sampledAtMs: 2, lastReplicationMs: null, lastCommitMs: null },
    }),
    'a last answer of NULL lag taken for caught up': record({
      lastAnswer: {
        state: { name: 'caughtUp', lagSeconds: null },
        sinceMs: 1,
        sampledAtMs: 2,
        lastReplicationMs: null,
        lastCommitMs: null,
      },
    }),
    'a last answer without its moment': record({
      lastAnswer: { state: { name: 'lagUnknown' }, sinceMs: 1, lastReplicationMs: null, lastCommitMs: null },
    }),
    'an alert that is a text': withAlert('firing'),
    'an alert without a beginning': withAlert({ phase: 'pending' }),
    'an alert in no known phase': withAlert({ phase: 'sleeping', sinceMs: 1, firedAtMs: 1, sentence: 's' }),
    'a firing alert that was never told': withAlert({ phase: 'firing', sinceMs: 1, sentence: 's' }),
    'a firing alert without a sentence': withAlert({ phase: 'firing', sinceMs: 1, firedAtMs: 2 }),
    'a resolving alert that never cleared': withAlert({ phase: 'resolving', sinceMs: 1, firedAtMs: 2, sentence: 's' }),
    'a severity that is none': withAlert({
      phase: 'firing',
      sinceMs: 1,
      firedAtMs: 2,
      severity: 'loud',
      sentence: 's',
    }),
    'a peak that is a text': withAlert({ phase: 'pending', sinceMs: 1, peak: 'high' }),
    'alerts as a list': { ...linkRecord(), alerts: [] },
  })) {
    test(name, () => assert.equal(asSubjectRecord(value), undefined));
  }
});

describe('a stored outbox entry', () => {
  test('is taken as this version writes it, with and without a receipt', () => {
    const sent = outboxEntry('m', { status: 'delivered', receipt: { atMs: 1, detail: 'accepted' } });
    assert.deepEqual([asOutboxEntry(outboxEntry('m')), asOutboxEntry(sent)], [outboxEntry('m'), sent]);
  });

  for (const [name, value] of Object.entries({
    'about an outage, with all that it may say': outageEntry('m'),
    'about an outage, with no more than its group': withNotice({ outage: { group: 'shop' } }),
    'about an outage whose loss nobody can bound': withOutage({ lossBoundMs: null, lossCeilingMs: null }),
    'of alerts that are told together': withGroup({}),
    'of alerts that a storm put together': withGroup({ folded: { groups: 7 }, common: [] }),
    'that says how the lag went': withNotice({ trend: { fromMs: 1, toMs: 2, lagSeconds: [1, null] } }),
    'that follows several': withNotice({ follows: 'a', alsoFollows: ['b'] }),
    'that others take over': { ...outboxEntry('m'), handOver: ['a'], passedTo: ['a'], insteadOf: 'b' },
    'of a condition and a subject of a later version': withNotice({
      condition: 'QuotaLow',
      subject: { kind: 'planet', key: 'x' },
    }),
  })) {
    test(`${name} is taken`, () => assert.equal(asOutboxEntry(value), value));
  }

  for (const [name, value] of Object.entries({
    'about an outage of no group': withOutage({ group: undefined }),
    'about an outage that is a text': withNotice({ outage: 'shop' }),
    'with a plan that is a text': withOutage({ plan: 'all' }),
    'with a plan of numbers': withOutage({ plan: [1] }),
    'with commands that are none': withOutage({ breakGlass: [null] }),
    'with a loss that is a text': withOutage({ lossBoundMs: '5 s' }),
    'with a question without its end': withOutage({
      approval: { tokenId: 't', incidentId: 'i', fingerprint: 'f', page: '/d' },
    }),
    'with a question about no plan': withOutage({
      approval: { tokenId: 't', incidentId: 'i', page: '/d', expiresAtMs: 1 },
    }),
    'of a group without its alerts': withGroup({ alerts: undefined }),
    'of a group whose number is a text': withGroup({ firing: 'many' }),
    'of a group that has nothing in common': withGroup({ common: undefined }),
    'of a group with an alert of no subject': withGroup({ alerts: [{ ...ALERT, subject: undefined }] }),
    'of a group with an alert that never began': withGroup({ alerts: [{ ...ALERT, sinceMs: undefined }] }),
    'of a group with an alert that flaps a text': withGroup({ alerts: [{ ...ALERT, flapping: 'often' }] }),
    'of a group with a value that is a text': withGroup({ alerts: [{ ...ALERT, value: '5' }] }),
    'with a trend of texts': withNotice({ trend: { fromMs: 1, toMs: 2, lagSeconds: ['1'] } }),
    'that follows a number': withNotice({ follows: 1 }),
    'that also follows a text': withNotice({ alsoFollows: 'b' }),
    'that a text takes over': { ...outboxEntry('m'), handOver: 'a' },
    'that a number took over': { ...outboxEntry('m'), passedTo: [1] },
    'instead of nobody': { ...outboxEntry('m'), insteadOf: null },
    'without a subject': withNotice({ subject: undefined }),
    'without a sentence': withNotice({ sentence: undefined }),
    'with a beginning that is a text': withNotice({ sinceMs: 'now' }),
    'without a duration': withNotice({ durationMs: undefined }),
    'with a receipt that has no moment': { ...outboxEntry('m'), receipt: { detail: 'accepted' } },
    'with a status that is none': { ...outboxEntry('m'), status: 'lost' },
    'that is a text': 'pending',
  })) {
    test(`${name} is refused`, () => assert.equal(asOutboxEntry(value), undefined));
  }
});
