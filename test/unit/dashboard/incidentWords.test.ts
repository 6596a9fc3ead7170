import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incidentWords } from '../../../dashboard/browser/incidentWords.ts';
import { toIncidentSummary } from '../../../shared/views/incident.ts';
import { asked, incident, NOW, question } from '../views/incidentFixtures.ts';

const view = (...given: Parameters<typeof asked>) => toIncidentSummary(asked(...given), NOW);

test('an open incident says what is down, since when, what is decided, where to, at what loss, and who is asked', () => {
  const words = incidentWords(view());
  assert.equal(words.tone, 'bad');
  assert.equal(words.pill, 'region down');
  assert.equal(words.what, 'shop: westeurope');
  assert.match(words.aside, /^since .*, for 6 min 39 s$/);
  const said = words.lines.join('\n');
  assert.match(said, /^West Europe is down\.\nA person decides\./);
  assert.match(said, /contoso-we\/orders → contoso-ne\/orders, forced/);
  assert.match(said, /At most 6 min 43 s would be lost, an approval covers up to 15 min\./);
  assert.match(said, /Waits for a person until /);
});

test('a suspicion is no outage yet, and what is over is over', () => {
  assert.equal(incidentWords(view({ phase: 'open' })).tone, 'warn');
  const over = incidentWords(view({ phase: 'over', overAtMs: NOW }));
  assert.deepEqual([over.tone, over.pill], ['good', 'over']);
  assert.match(over.aside, /lasted 6 min 39 s/);
  assert.doesNotMatch(over.lines.join(' '), /Waits for a person/);
});

test('a database that is down is named', () => {
  const scope = { kind: 'database', server: 'we', database: 'orders', region: 'westeurope' } as const;
  assert.equal(incidentWords(view({ scope })).what, 'shop: we/orders');
});

test('before anything is decided nothing is made up', () => {
  const words = incidentWords(toIncidentSummary(incident({ explanation: null }), NOW));
  assert.deepEqual(words.lines, ['West Europe is down.', 'Nothing was decided yet.']);
});

test('a loss that nothing bounds is not read as none', () => {
  const of = { ...view(), decided: null };
  const said = incidentWords({ ...of, lossBoundSeconds: null, lossCeilingSeconds: null }).lines.join('\n');
  assert.match(incidentWords({ ...of, lossBoundSeconds: 403.001 }).lines.join(), /At most 6 min 44 s/);
  assert.match(said, /Nothing bounds the loss\./);
  assert.doesNotMatch(said, /At most/);
});

test('where nothing can be moved there is no loss to speak of', () => {
  const moves = [{ database: 'we/orders', candidate: null, mode: 'forced' as const }];
  const said = incidentWords({ ...view(), decided: null, moves }).lines.join('\n');
  assert.match(said, /we\/orders has no candidate/);
  assert.doesNotMatch(said, /lost/);
});

test('a group of a hundred databases names the first and counts the rest', () => {
  const moves = Array.from({ length: 100 }, (_, n) => ({
    database: `we/db${n}`,
    candidate: `ne/db${n}`,
    mode: 'planned' as const,
  }));
  const { lines } = incidentWords({ ...view(), moves });
  assert.ok(lines.includes('and 90 more databases'));
  assert.ok(!lines.some((line) => line.includes('db50')));
});

test('what a person decided is said', () => {
  const of = incident();
  const approval = question(of, { state: 'rejected', sentence: 'Ada rejected the plan: wait' });
  const words = incidentWords(toIncidentSummary({ ...of, approval }, NOW));
  assert.ok(words.lines.includes('Ada rejected the plan: wait'));
});
