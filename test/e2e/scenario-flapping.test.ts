import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('flapping', 150);
