import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectiveName, parseObjective } from '../../../../local/estate/model/sku.ts';

describe('service objectives', () => {
  it('splits vCore objectives as ARM does', () => {
    assert.deepEqual(parseObjective('GP_Gen5_4'), {
      name: 'GP_Gen5',
      tier: 'GeneralPurpose',
      family: 'Gen5',
      capacity: 4,
    });
    assert.deepEqual(parseObjective('GP_S_Gen5_2'), {
      name: 'GP_S_Gen5',
      tier: 'GeneralPurpose',
      family: 'Gen5',
      capacity: 2,
    });
    assert.equal(parseObjective('BC_Gen5_8')?.tier, 'BusinessCritical');
    assert.equal(parseObjective('HS_Gen5_2')?.tier, 'Hyperscale');
  });

  it('gives DTU objectives their capacity in DTU', () => {
    assert.deepEqual(parseObjective('S3'), { name: 'Standard', tier: 'Standard', capacity: 100 });
    assert.deepEqual(parseObjective('P2'), { name: 'Premium', tier: 'Premium', capacity: 250 });
    assert.deepEqual(parseObjective('Basic'), { name: 'Basic', tier: 'Basic', capacity: 5 });
  });

  it('knows nothing that Azure does not have', () => {
    for (const wrong of ['', 'GP_Gen5', 'GP_Gen5_0', 'GP_Gen5_999', 'S5', 'gp_gen5_2', 'XX_Gen5_2', 'constructor']) {
      assert.equal(parseObjective(wrong), undefined, wrong);
    }
  });

  it('writes every objective back as it was read', () => {
    for (const objective of ['GP_Gen5_4', 'GP_S_Gen5_2', 'HS_PRMS_8', 'BC_Gen5_2', 'S0', 'S12', 'P15', 'Basic']) {
      const sku = parseObjective(objective);
      assert.ok(sku, objective);
      assert.equal(objectiveName(sku), objective);
    }
  });

  it('hands out copies', () => {
    const first = parseObjective('S3');
    assert.ok(first);
    first.capacity = 1;
    assert.equal(parseObjective('S3')?.capacity, 100);
  });
});
