import { movesOnce } from './playsAsExpected.ts';

movesOnce('two-deployments');
