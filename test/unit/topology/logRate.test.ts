import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logRateOf, needOf, objectiveName, smallestObjectiveFor } from '../../../shared/topology/logRate.ts';

const sku = (objective: string) => {
  const [, name = '', size = ''] = /^(.+)_(\d+)$/.exec(objective) ?? [];
  return { name, tier: 'any', capacity: Number(size) };
};
const premium = (capacity: number) => ({ name: 'Premium', tier: 'Premium', capacity });
const standard = (capacity: number) => ({ name: 'Standard', tier: 'Standard', capacity });

/** Copied by hand from the tables of the page, not computed: "Max log rate (MBps)". */
const DOCUMENTED: Record<string, number> = {
  GP_S_Gen5_1: 4.5,
  GP_S_Gen5_2: 9,
  GP_S_Gen5_10: 45,
  GP_S_Gen5_12: 50,
  GP_S_Gen5_80: 50,
  GP_Gen5_2: 9,
  GP_Gen5_4: 18,
  GP_Gen5_6: 27,
  GP_Gen5_8: 36,
  GP_Gen5_10: 45,
  GP_Gen5_12: 50,
  GP_Gen5_128: 50,
  GP_Fsv2_8: 36,
  GP_Fsv2_72: 50,
  GP_DC_8: 36,
  GP_DC_40: 50,
  BC_Gen5_2: 24,
  BC_Gen5_4: 48,
  BC_Gen5_6: 72,
  BC_Gen5_8: 96,
  BC_Gen5_10: 96,
  BC_Gen5_128: 96,
  BC_DC_6: 72,
  BC_DC_40: 96,
  HS_S_Gen5_2: 100,
  HS_Gen5_2: 100,
  HS_Gen5_80: 100,
  HS_DC_40: 100,
  HS_PRMS_128: 100,
  HS_MOPRMS_80: 100,
};

for (const [objective, rate] of Object.entries(DOCUMENTED)) {
  test(`${objective} may write ${rate} MBps, as documented`, () => {
    assert.deepEqual(logRateOf(sku(objective)), { amount: rate, unit: 'MBps' });
    assert.equal(objectiveName(sku(objective)), objective);
  });
}

test('DTU sizes are compared by DTU', () => {
  assert.deepEqual(logRateOf(premium(1000)), { amount: 1000, unit: 'DTU' });
  assert.equal(objectiveName(premium(1000)), 'P6');
  assert.equal(objectiveName(standard(100)), 'S3');
});

test('what is not documented has no rate and keeps its name', () => {
  const pool = { name: 'ElasticPool', tier: 'Standard', capacity: 0 };
  assert.equal(logRateOf(pool), undefined);
  assert.equal(needOf(pool, 50), undefined);
  assert.equal(objectiveName(pool), 'ElasticPool');
  assert.equal(logRateOf({ name: 'GP_Gen9', tier: 'GeneralPurpose', capacity: 4 }), undefined);
  assert.equal(logRateOf(premium(999)), undefined);
});

/** Primary, percent, kind of the secondary, the smallest size that can follow. */
const NEEDS: Array<[string, ReturnType<typeof sku>, number, ReturnType<typeof sku>, string | undefined]> = [
  ['the example of the document', premium(1000), 50, premium(125), 'P4'],
  ['a little more than a P4 has', premium(1000), 51, premium(125), 'P6'],
  ['nothing at all', premium(1000), 0, premium(125), 'P1'],
  ['all of the largest', premium(4000), 100, premium(125), 'P15'],
  ['a Standard database', standard(400), 26, standard(10), 'S4'],
  ['half of 8 vCores', sku('GP_Gen5_8'), 50, sku('GP_Gen5_2'), 'GP_Gen5_4'],
  ['just over half of them', sku('GP_Gen5_8'), 51, sku('GP_Gen5_2'), 'GP_Gen5_6'],
  ['the cap of a tier, reached by 12 vCores', sku('GP_Gen5_80'), 100, sku('GP_Gen5_2'), 'GP_Gen5_12'],
  ['a serverless secondary', sku('GP_Gen5_2'), 40, sku('GP_S_Gen5_2'), 'GP_S_Gen5_1'],
  ['hardware that begins at 8 vCores', sku('GP_Gen5_4'), 10, sku('GP_Fsv2_8'), 'GP_Fsv2_8'],
  ['Hyperscale, where every size writes as much', sku('HS_Gen5_80'), 100, sku('HS_Gen5_2'), 'HS_Gen5_2'],
  ['more than any size of that tier may write', sku('BC_Gen5_8'), 100, sku('GP_Gen5_2'), undefined],
];

for (const [what, primary, percent, like, wanted] of NEEDS) {
  test(`${what} needs ${wanted ?? 'more than there is'}`, () => {
    const need = needOf(primary, percent);
    assert.ok(need);
    assert.equal(smallestObjectiveFor(need, like), wanted);
  });
}

test('megabytes and DTU are never compared', () => {
  const need = needOf(premium(125), 10);
  assert.ok(need);
  assert.equal(smallestObjectiveFor(need, sku('GP_Gen5_2')), undefined);
  const other = needOf(sku('GP_Gen5_2'), 1);
  assert.ok(other);
  assert.equal(smallestObjectiveFor(other, premium(125)), undefined);
});
