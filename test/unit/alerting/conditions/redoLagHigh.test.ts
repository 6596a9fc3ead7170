import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redoLagHigh } from '../../../../shared/alerting/conditions/redoLagHigh.ts';
import { T0 } from '../samples.ts';
import { answering, failed, link, signalled } from './inputs.ts';

const judge = (redoLagSeconds: number | null) =>
  redoLagHigh.find(signalled({ secondary: answering({ redoLagSeconds }) }));

test('above the threshold is high, at the threshold is not', () => {
  assert.equal(judge(60).is, 'false');
  assert.equal(judge(60.1).is, 'true');
});

test('it speaks of readers, not of loss', () => {
  const finding = judge(312);
  assert.deepEqual(finding, {
    is: 'true',
    value: 312,
    sentence:
      'Readers of north/orders are about 5 min 12 s behind what is hardened there: its redo does not keep up. The threshold is 1 min.',
  });
  assert.doesNotMatch(JSON.stringify(finding), /lose|loss/);
});

test('a redo lag that nobody could read, or that is old, says nothing', () => {
  assert.deepEqual(judge(null), { is: 'unknown' });
  assert.deepEqual(redoLagHigh.find(link({ name: 'lagUnknown' })), { is: 'unknown' });
  const old = signalled({ askedAtMs: T0 + 1, secondary: answering({ redoLagSeconds: 900 }) });
  assert.deepEqual(redoLagHigh.find(old), { is: 'unknown' });
  const silent = signalled({ secondary: answering({ redoLagSeconds: 0 }) }, failed('unavailable'));
  assert.deepEqual(redoLagHigh.find(silent), { is: 'unknown' }, 'a zero from before the silence ends nothing');
});

test('a rule without a threshold is refused with what to do', () => {
  const { threshold: _, ...bare } = link({ name: 'lagUnknown' }).rule;
  assert.throws(
    () => redoLagHigh.find({ ...link({ name: 'lagUnknown' }), rule: bare }),
    /RedoLagHigh needs a threshold/,
  );
});
