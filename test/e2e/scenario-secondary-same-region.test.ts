import { movesNothing } from './playsAsExpected.ts';

movesNothing('secondary-same-region');
