/** What holds for all conditions of a link at once, so that the next one keeps it too. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionsOf } from '../../../../shared/alerting/conditions/conditionsOf.ts';
import type { AlertRule, ConditionName } from '../../../../shared/alerting/types.ts';
import type { LinkFacts, LinkSignals } from '../../../../shared/replication/signalTypes.ts';
import type { FailureKind } from '../../../../shared/replication/types.ts';
import { DEFAULT_RULES } from '../../config/defaultRules.ts';
import { status, T0 } from '../samples.ts';
import { answering, failed, link } from './inputs.ts';

const KINDS: FailureKind[] = [
  'unreachable',
  'unavailable',
  'busy',
  'noRights',
  'firewall',
  'notFound',
  'garbage',
  'other',
];
const SKU = { name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 4 };
const FACTS: LinkFacts = { type: 'GEO', armState: 'CATCH_UP', armAtMs: T0, primarySku: SKU, secondarySku: SKU };

/** The calmest signals there can be: if anything ended an alert, these would. */
const CALM: LinkSignals = {
  askedAtMs: T0,
  secondary: answering({ commitGapSeconds: 0, redoLagSeconds: 0 }),
  throttle: { atMs: T0, counters: [], waitedPerSecond: 0, others: {}, requests: 0 },
  logWrite: { atMs: T0, sustainedPercent: 0, peakPercent: 0 },
  seeding: { percent: 99, movedAtMs: T0 },
  metrics: { atMs: T0, lagSeconds: 0 },
};

const of = (name: ConditionName): AlertRule => DEFAULT_RULES[name];

/** The geo-secondary is asked itself: its own answer may be heard while the primary is silent. */
const ASKS_THE_SECONDARY: ConditionName[] = ['SecondaryUnreachable'];

for (const condition of conditionsOf('link')) {
  const { name } = condition;
  if (!ASKS_THE_SECONDARY.includes(name)) {
    test(`the silence of the primary ends no ${name}, however calm everything was`, () => {
      for (const kind of KINDS) {
        for (const signals of [{}, CALM]) {
          const input = link(failed(kind), { facts: FACTS, rule: of(name) }, { signals });
          assert.notEqual(condition.find(input).is, 'false', kind);
        }
      }
    });
  }

  test(`${name} says nothing false and nothing wild of a link that was never sampled well`, () => {
    const input = { ...link(failed('unreachable'), { rule: of(name) }), status: status(failed('unreachable')) };
    assert.deepEqual(condition.find(input), { is: 'unknown' });
  });

  test(`${name} gives the same finding for the same input, and changes nothing of it`, () => {
    const input = link({ name: 'caughtUp', lagSeconds: 90 }, { facts: FACTS, rule: of(name) }, { signals: CALM });
    const before = structuredClone(input);
    assert.deepEqual(condition.find(input), condition.find(input));
    assert.deepEqual(input, before);
  });
}
