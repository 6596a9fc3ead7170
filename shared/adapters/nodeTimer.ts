import type { Timer } from '../limits/withDeadline.ts';

/** Node's own timer, for deadlines and waits. */
export const nodeTimer: Timer = {
  after(ms, callback) {
    const handle = setTimeout(callback, ms);
    return () => clearTimeout(handle);
  },
};
