import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyStory } from '../emptyStory.ts';
import type { Start, Story } from '../story.ts';
import { type EffectFault, planOf } from '../storyPlan.ts';
import { neverWhileIsolated } from './authority.ts';

const T = 1_050_000;
const SLOW: EffectFault = { effect: 'link', nth: 1, strikes: 'slow', slowMs: 12_000 };
const LOST: EffectFault = { effect: 'link', nth: 1, strikes: 'failAfter', slowMs: 12_000 };

/** One deployment that began an operation at T, and what its looks reached at these moments. */
function storyOf(looks: ReadonlyArray<[atMs: number, reached: number]>, faults: EffectFault[] = []): Story {
  const story = emptyStory({ ...planOf(1), deployments: 'one', faults }, [], [], []);
  story.looks.push(...looks.map(([atMs, reached]) => ({ atMs, reached, deployments: 'a' })));
  // The rule asks for nothing else of it.
  story.starts.push({ atMs: T, deployment: 'a' } as Start);
  return story;
}

test('whoever acts after a look that reached nobody is named with both moments', () => {
  const complaint = neverWhileIsolated(
    storyOf([
      [T - 30_000, 1],
      [T - 10_000, 0],
    ]),
  );
  assert.match(String(complaint), /^a acted at 1050000 and reached nobody since 1040000$/);
});

test('a look that reached somebody, or none at all, forbids nothing', () => {
  assert.equal(neverWhileIsolated(storyOf([[T - 10_000, 1]])), undefined);
  assert.equal(neverWhileIsolated(storyOf([])), undefined);
  assert.equal(
    neverWhileIsolated(
      storyOf([
        [T - 10_000, 0],
        [T - 1_000, 1],
      ]),
    ),
    undefined,
  );
});

const DURING: Array<[number, number]> = [
  [T - 20_000, 1],
  [T - 6_000, 0],
];

test('a look that came while an effect was slow came after what was acted on was read', () => {
  assert.equal(neverWhileIsolated(storyOf(DURING, [SLOW])), undefined);
  assert.notEqual(neverWhileIsolated(storyOf(DURING, [LOST])), undefined);
  assert.notEqual(neverWhileIsolated(storyOf(DURING)), undefined);
});

test('no slow effect excuses looks that reached nobody for longer than it took', () => {
  const looks: Array<[number, number]> = [
    [T - 40_000, 1],
    [T - 20_000, 0],
    [T - 6_000, 0],
  ];
  assert.notEqual(neverWhileIsolated(storyOf(looks, [SLOW])), undefined);
});

test('what another deployment reached does not count', () => {
  const story = storyOf([[T - 10_000, 0]]);
  story.looks.push({ atMs: T - 1_000, reached: 3, deployments: 'b' });
  assert.notEqual(neverWhileIsolated(story), undefined);
});
