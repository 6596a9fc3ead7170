import { movesOnce } from './playsAsExpected.ts';

movesOnce('approval-stale', 120);
