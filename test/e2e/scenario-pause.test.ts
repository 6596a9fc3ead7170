import { movesNothing } from './playsAsExpected.ts';

movesNothing('pause');
