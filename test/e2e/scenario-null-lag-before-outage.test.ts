import { movesNothing } from './playsAsExpected.ts';

movesNothing('null-lag-before-outage');
