import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('calm');
