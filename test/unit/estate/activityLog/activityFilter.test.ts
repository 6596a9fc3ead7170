import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseActivityFilter } from '../../../../local/estate/activityLog/activityFilter.ts';
import { ArmError } from '../../../../local/estate/resourceManager/armError.ts';

const NOW = Date.UTC(2026, 4, 1, 8);
const SINCE = "eventTimestamp ge '2026-05-01T07:00:00Z'";
const FROM = Date.UTC(2026, 4, 1, 7);
const parsed = (text: string | undefined) => parseActivityFilter(text, NOW);

test('a beginning is enough; an end and one more pattern may come with it', () => {
  assert.deepEqual(parsed(SINCE), { fromMs: FROM, toMs: NOW });
  assert.deepEqual(
    parsed(`${SINCE} and eventTimestamp le '2026-05-01T07:30:00.000Z' and resourceProvider eq 'Microsoft.Sql'`),
    {
      fromMs: FROM,
      toMs: FROM + 1_800_000,
      only: { property: 'resourceProvider', value: 'Microsoft.Sql' },
    },
  );
  for (const property of ['resourceUri', 'resourceGroupName', 'correlationId']) {
    assert.deepEqual(parsed(`${SINCE} and ${property} eq '/a b'`).only, { property, value: '/a b' });
  }
});

for (const [name, text, says] of [
  ['nothing', undefined, /missing/],
  ['an empty text', ' ', /missing/],
  ['no beginning', "resourceProvider eq 'Microsoft.Sql'", /no beginning/],
  ['a beginning before what is kept', "eventTimestamp ge '2026-01-01T00:00:00Z'", /90 days/],
  ['no moment', "eventTimestamp ge 'yesterday'", /no moment/],
  ['another property', `${SINCE} and status eq 'Succeeded'`, /none of the supported/],
  ['another operator', `${SINCE} and resourceProvider ne 'Microsoft.Sql'`, /none of the supported/],
  ['or', `${SINCE} or resourceProvider eq 'Microsoft.Sql'`, /none of the supported/],
  ['two patterns', `${SINCE} and resourceProvider eq 'a' and resourceUri eq 'b'`, /none of the supported/],
  ['no quotes', 'eventTimestamp ge 2026-05-01T07:00:00Z', /none of the supported/],
] as const) {
  test(`what Azure would not take is refused: ${name}`, () => {
    assert.throws(
      () => parsed(text),
      (error: unknown) => error instanceof ArmError && error.status === 400 && says.test(error.message),
    );
  });
}
