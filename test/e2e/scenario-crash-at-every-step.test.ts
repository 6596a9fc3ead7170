import { movesOnce } from './playsAsExpected.ts';

// A call that may have been made is waited for as long as it could still arrive: a minute, once.
movesOnce('crash-at-every-step', 300);
