import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('restart-storm', 180);
