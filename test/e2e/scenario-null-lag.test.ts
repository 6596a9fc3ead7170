import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('null-lag');
