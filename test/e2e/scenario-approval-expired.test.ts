import { movesNothing } from './playsAsExpected.ts';

movesNothing('approval-expired');
