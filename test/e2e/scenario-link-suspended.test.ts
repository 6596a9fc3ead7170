import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('link-suspended');
