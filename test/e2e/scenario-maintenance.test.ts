import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('maintenance', 150);
