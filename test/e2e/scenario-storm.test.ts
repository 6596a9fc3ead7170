import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('storm', 150);
