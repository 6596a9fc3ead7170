import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('inhibited', 150);
