import { movesOnce } from './playsAsExpected.ts';

movesOnce('event-grid-hours-late');
