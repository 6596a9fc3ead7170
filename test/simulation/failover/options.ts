import type { OperationPorts } from '../../../shared/operations/ports.ts';
import type { ReactionPorts } from '../../../shared/reaction/ports.ts';

/** How a story is played. */
export interface Options {
  /** Notes what happens, line by line. */
  told?: boolean;
  /** Rows are copied on every way into a table and out of it: slower, and the story is the same. */
  copies?: boolean;
  /** Breaks one of the ports on purpose, to prove that the simulation would notice. */
  sabotage?: {
    operation?: (ports: OperationPorts) => OperationPorts;
    reaction?: (ports: ReactionPorts) => ReactionPorts;
  };
}
