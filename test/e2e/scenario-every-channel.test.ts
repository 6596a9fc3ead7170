import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('every-channel');
