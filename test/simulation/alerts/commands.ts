import fc from 'fast-check';
import type { Matcher } from '../../../shared/config/types.ts';
import { MINUTE, REGIONS, SECOND, TROUBLES } from './estate.ts';

/** One thing that happens in a story. */
export type Command =
  | { do: 'begin' | 'end' | 'worsen'; trouble: number; severity: number; lateMs: number }
  | { do: 'everything' }
  | { do: 'flap'; trouble: number }
  | { do: 'wait'; ms: number }
  | { do: 'silence'; match: Matcher; ms: number }
  | { do: 'unsilence' }
  | { do: 'maintenance'; match: Matcher; minutes: number }
  | { do: 'outage'; region: string }
  | { do: 'channel'; name: 'people' | 'pager' | 'mail' }
  | { do: 'crash' }
  | { do: 'again' }
  | { do: 'rename' };

const trouble = fc.nat(TROUBLES.length - 1);
/** An event may be stored late; those of one subject never overtake each other. */
const lateMs = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.constantFrom(2 * SECOND, 45 * SECOND));
const severity = fc.nat(2);
const change = (what: 'begin' | 'end' | 'worsen') => fc.record({ do: fc.constant(what), trouble, severity, lateMs });

const match: fc.Arbitrary<Matcher> = fc.constantFrom<Matcher>(
  {},
  { condition: ['Lag*'] },
  { region: ['WE'] },
  { database: ['we/a', '*/d'] },
  { severity: ['warning', 'error'] },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: change('begin') },
  { weight: 8, arbitrary: change('end') },
  { weight: 4, arbitrary: change('worsen') },
  { weight: 1, arbitrary: fc.constant({ do: 'everything' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flap' as const), trouble }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(5 * SECOND, 20 * SECOND, 35 * SECOND, 100 * SECOND, 6 * MINUTE, 35 * MINUTE),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('silence' as const),
      match,
      ms: fc.constantFrom(MINUTE, 12 * MINUTE, 50 * MINUTE),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'unsilence' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('maintenance' as const), match, minutes: fc.constantFrom(2, 30) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('outage' as const), region: fc.constantFrom(...REGIONS) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('channel' as const),
      name: fc.constantFrom('people' as const, 'pager' as const, 'mail' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'crash' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'again' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'rename' as const }) },
);

/** What happens, and the seed of what goes wrong with it. */
export const stories = fc.record({
  commands: fc.array(command, { minLength: 12, maxLength: 30, size: 'max' }),
  seed: fc.nat(0xffff_ffff),
  stormy: fc.boolean(),
});
