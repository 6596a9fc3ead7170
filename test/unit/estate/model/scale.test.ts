import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rehearse, twoRegions } from './rehearsal.ts';

const COUNT = 10_000;
const databases = Array.from({ length: COUNT }, (_, n) => ({
  name: `db-${n}`,
  server: 'contoso-we',
  commitsPerSecond: 5,
}));
const links = databases.map(({ name }) => ({ server: 'contoso-we', database: name, secondaryServer: 'contoso-ne' }));

/** Generous against a busy machine; the point is that no read looks at what it was not asked about. */
const READ_BUDGET_MICROSECONDS = 200;

describe('an estate of 10,000 databases', () => {
  const { model, pass } = rehearse(twoRegions({ databases, links }));

  it('answers about one of them in microseconds, after a day has passed', () => {
    pass(86_400_000);
    const reads = 20_000;
    const startMs = performance.now();
    let lag = 0;
    for (let read = 0; read < reads; read += 1) {
      lag += model.linkViews('contoso-we', `db-${read % COUNT}`)[0]?.lagSeconds ?? 1;
    }
    const microseconds = ((performance.now() - startMs) * 1000) / reads;
    assert.equal(lag, 0);
    assert.ok(microseconds < READ_BUDGET_MICROSECONDS, `${microseconds.toFixed(1)} microseconds a read`);
  });

  it('takes a regional outage and a forced failover of every database', () => {
    const startMs = performance.now();
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    pass(60_000);
    for (const { name } of databases) {
      model.failover({ server: 'contoso-ne', database: name, mode: 'forced', by: 'arm' });
    }
    pass(10_000);
    assert.equal(model.databases('contoso-ne').filter((one) => one.writable).length, COUNT);
    assert.equal(model.acceptedFailovers().length, COUNT);
    const seconds = (performance.now() - startMs) / 1000;
    assert.ok(seconds < 20, `${seconds.toFixed(1)} s`);
  });
});
