import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('silenced', 150);
