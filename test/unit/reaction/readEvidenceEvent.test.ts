import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MAX_CLOCK_SKEW_MS } from '../../../shared/outage/lifetimes.ts';
import { readEvidenceEvent } from '../../../shared/reaction/readEvidenceEvent.ts';
import { anyEvidence, databaseScope, MINUTE, regionScope, says, T0 } from '../outage/builders.ts';

const TYPE = 'Geowarden.Outage.EvidenceChanged';
const NOW = T0 + 5 * MINUTE;
const EVIDENCE = {
  ...says('witnessProbe', { atMs: NOW, expiresAtMs: NOW + MINUTE }),
  failure: { kind: 'unavailable', number: 40_613 },
};
const cloudEvent = (evidence: unknown, more: object = {}) => ({
  specversion: '1.0',
  id: 'e-1',
  source: '/geowarden/witness',
  type: TYPE,
  time: '2026-11-22T02:05:00Z',
  subject: 'databases/contoso-we/orders',
  data: { evidence },
  ...more,
});
const gridEvent = (evidence: unknown) => ({
  id: 'e-1',
  topic: '/subscriptions/s/resourceGroups/r/providers/Microsoft.EventGrid/topics/t',
  subject: 'databases/contoso-we/orders',
  eventType: TYPE,
  eventTime: '2026-11-22T02:05:00Z',
  dataVersion: '1',
  metadataVersion: '1',
  data: { evidence },
});
const reasonOf = (event: unknown) => {
  const reading = readEvidenceEvent(event, NOW);
  return reading.kind === 'malformed' ? reading.reason : `not malformed: ${reading.kind}`;
};

describe('an event', () => {
  for (const [schema, event] of Object.entries({
    CloudEvents: cloudEvent(EVIDENCE),
    'Event Grid': gridEvent(EVIDENCE),
  })) {
    test(`of the ${schema} schema carries its evidence`, () => {
      assert.deepEqual(readEvidenceEvent(event, NOW), { kind: 'evidence', evidence: EVIDENCE });
    });
  }

  test('of another type is nothing for us, whatever it carries', () => {
    for (const event of [
      cloudEvent('nonsense', { type: 'Microsoft.Resources.ResourceWriteSuccess' }),
      { eventType: 'Microsoft.Resources.ResourceWriteSuccess' },
    ]) {
      assert.deepEqual(readEvidenceEvent(event, NOW), {
        kind: 'other',
        type: 'Microsoft.Resources.ResourceWriteSuccess',
      });
    }
  });

  test('of another type may not write into the log what it likes', () => {
    const reading = readEvidenceEvent({ eventType: 'a\n[100] fake <b>' }, NOW);
    assert.deepEqual(reading, { kind: 'other', type: 'a??100??fake??b?' });
  });

  for (const [name, event] of Object.entries({
    'that is no object': 'event',
    'that is null': null,
    'that is a list': [cloudEvent(EVIDENCE)],
    'without a type': { data: {} },
    'whose type is no text': { eventType: 7 },
    'whose type is endless': { eventType: 'x'.repeat(101) },
    'of another version of CloudEvents': cloudEvent(EVIDENCE, { specversion: '2.0' }),
    'without data': cloudEvent(EVIDENCE, { data: undefined }),
    'whose data is a text': cloudEvent(EVIDENCE, { data: JSON.stringify({ evidence: EVIDENCE }) }),
    'without evidence': cloudEvent(undefined),
  })) {
    test(`${name} is malformed`, () => assert.match(reasonOf(event), /^Expected .*, saw /));
  }
});

describe('evidence in an event is malformed', () => {
  const wrong: Record<string, object> = {
    'with an unknown source': { source: 'rumour' },
    'with an unknown vote': { vote: 'up' },
    'with the id of another source': { id: says('ownProbe').id },
    'with an id that is no table key': { id: 'witnessProbe-/../x' },
    'with an id that hides a second line': { id: `${EVIDENCE.id}\n` },
    'with a scope of no kind': { scope: { kind: 'galaxy', region: 'westeurope' } },
    'without a region': { scope: { kind: 'region' } },
    'with the display name of a region': { scope: { kind: 'region', region: 'West Europe' } },
    'with a server in upper case': { scope: { ...databaseScope(), server: 'CONTOSO-WE' } },
    'with a slash in a name': { scope: { ...databaseScope(), database: 'a/b' } },
    'with an endless name': { scope: { ...databaseScope(), database: 'x'.repeat(129) } },
    'from nowhere': { path: '' },
    'with a path of two lines': { path: 'uk\nsouth' },
    'with a time that is a text': { atMs: '2026' },
    'with half a millisecond': { atMs: NOW - 0.5 },
    'with a time before 1970': { sinceMs: -1 },
    'that began after it was seen': { sinceMs: NOW + 1 },
    'that is seen beyond the skew of clocks': {
      sinceMs: T0,
      atMs: NOW + MAX_CLOCK_SKEW_MS + 1,
      expiresAtMs: NOW + MAX_CLOCK_SKEW_MS + 1,
    },
    'that expired before it was seen': { expiresAtMs: NOW - 1 },
    'that never expires': { expiresAtMs: Number.MAX_SAFE_INTEGER },
    'that expires at NaN': { expiresAtMs: Number.NaN },
    'with an endless sentence': { sentence: 'x'.repeat(1_001) },
    'with a sentence of two lines': { sentence: 'fine\n[100] fake' },
    'without a sentence': { sentence: undefined },
    'with a failure of an unknown kind': { failure: { kind: 'fire' } },
    'with a failure number that is none': { failure: { kind: 'other', number: '40613' } },
    'with a failure that is null': { failure: null },
  };
  for (const [name, change] of Object.entries(wrong)) {
    test(name, () => {
      const reason = reasonOf(cloudEvent({ ...EVIDENCE, ...change }));
      assert.match(reason, /^Expected [\w.]+ to be .*, saw something else\.$/);
      assert.doesNotMatch(reason, /rumour|galaxy|fake|fire/, 'nothing of what was sent is repeated');
    });
  }
});

describe('evidence in an event is taken', () => {
  test('at the very edge of the skew of clocks', () => {
    const atMs = NOW + MAX_CLOCK_SKEW_MS;
    const edge = { ...EVIDENCE, atMs, expiresAtMs: atMs };
    assert.deepEqual(readEvidenceEvent(cloudEvent(edge), NOW), { kind: 'evidence', evidence: edge });
  });

  test('about a region, and without a failure', () => {
    const { failure: _, ...word } = { ...says('serviceHealth', { atMs: NOW, expiresAtMs: NOW }), failure: 0 };
    assert.deepEqual(word.scope, regionScope());
    assert.deepEqual(readEvidenceEvent(gridEvent(word), NOW), { kind: 'evidence', evidence: word });
  });

  test('without what nobody knows: unknown fields go no further', () => {
    const reading = readEvidenceEvent(
      cloudEvent({
        ...EVIDENCE,
        confirmed: true,
        scope: { ...EVIDENCE.scope, admin: 1 },
        failure: { ...EVIDENCE.failure, message: 'secret' },
      }),
      NOW,
    );
    assert.deepEqual(reading, { kind: 'evidence', evidence: EVIDENCE });
  });

  test('however late it comes: the table knows what is newer', () => {
    assert.equal(readEvidenceEvent(cloudEvent(EVIDENCE), NOW + 5 * 60 * MINUTE).kind, 'evidence');
  });

  test('whatever a deployment of ours may publish', () => {
    fc.assert(
      fc.property(anyEvidence(), (evidence) => {
        fc.pre(evidence.sinceMs <= evidence.atMs);
        const nowMs = evidence.atMs;
        const sent = JSON.parse(JSON.stringify(cloudEvent(evidence)));
        assert.deepEqual(readEvidenceEvent(sent, nowMs), { kind: 'evidence', evidence });
      }),
    );
  });
});

test('whatever comes, it is read without a throw', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (event, evidence) => {
      for (const one of [event, cloudEvent(evidence), gridEvent(evidence)]) {
        assert.ok(['evidence', 'other', 'malformed'].includes(readEvidenceEvent(one, NOW).kind));
      }
    }),
  );
});
