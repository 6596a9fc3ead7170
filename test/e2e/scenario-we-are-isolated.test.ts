import { movesNothing } from './playsAsExpected.ts';

movesNothing('we-are-isolated');
