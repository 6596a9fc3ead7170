import type { Command } from './commands.ts';
import { MINUTE, SECOND } from './estate.ts';

/** What a story is made of, as `stories` makes it. */
export interface Script {
  commands: Command[];
  seed: number;
  stormy: boolean;
}

const WARNING = 0;
const ERROR = 1;
const CRITICAL = 2;
const begin = (trouble: number, severity: number): Command => ({ do: 'begin', trouble, severity, lateMs: 0 });
const end = (trouble: number): Command => ({ do: 'end', trouble, severity: WARNING, lateMs: 0 });
const worsen = (trouble: number): Command => ({ do: 'worsen', trouble, severity: WARNING, lateMs: 0 });
const wait = (ms: number): Command => ({ do: 'wait', ms });

/** Stories in which the dispatcher, or its judge, was wrong once. Each is played whatever the seed. */
export const EXAMPLES: Record<string, Script> = {
  /** Told as critical, it is listed as an error in a message about another; its rise was told to nobody. */
  'listed as less, and critical again': {
    commands: [
      begin(3, CRITICAL),
      wait(55 * SECOND),
      end(3),
      wait(5 * SECOND),
      begin(3, ERROR),
      begin(5, WARNING),
      wait(6 * MINUTE),
      worsen(3),
      wait(35 * MINUTE),
    ],
    seed: 3,
    stormy: false,
  },
  /** Told as critical, then that it comes and goes as an error: what is critical after that is worse. */
  'comes and goes as less, and critical again': {
    commands: [
      begin(4, CRITICAL),
      wait(35 * SECOND),
      wait(20 * SECOND),
      { do: 'flap', trouble: 4 },
      begin(4, ERROR),
      wait(6 * MINUTE),
      worsen(4),
      wait(6 * MINUTE),
    ],
    seed: 16,
    stormy: false,
  },
  /** The mail fails in the place of one channel, and cannot take over the same message from the other. */
  'nobody is left to take over': {
    commands: [
      { do: 'channel', name: 'people' },
      { do: 'channel', name: 'pager' },
      { do: 'channel', name: 'mail' },
      { do: 'outage', region: 'we' },
      wait(6 * MINUTE),
    ],
    seed: 10,
    stormy: false,
  },
};
