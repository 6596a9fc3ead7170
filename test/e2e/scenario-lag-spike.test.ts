import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('lag-spike');
