import { movesNothing } from './playsAsExpected.ts';

movesNothing('wrong-password');
