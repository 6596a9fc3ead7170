import { movesOnce } from './playsAsExpected.ts';

movesOnce('region-outage-approve');
