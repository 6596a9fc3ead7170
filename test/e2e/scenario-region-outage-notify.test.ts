import { movesNothing } from './playsAsExpected.ts';

movesNothing('region-outage-notify');
