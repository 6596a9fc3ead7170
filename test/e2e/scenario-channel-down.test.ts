import { playsAsExpected } from './playsAsExpected.ts';

playsAsExpected('channel-down', 150);
