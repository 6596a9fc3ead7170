import { movesNothing } from './playsAsExpected.ts';

movesNothing('false-alarm-43-seconds');
