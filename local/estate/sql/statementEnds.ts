import type { ByteWriter } from './tds/byteWriter.ts';
import { DoneStatus, DoneToken, writeDone } from './tds/tokens.ts';

/**
 * The DONE tokens of one answer. A DONE says whether more follows, and steps come one at a time; so each is held back
 * until the next step, or the end, is known.
 */
export class StatementEnds {
  private readonly tokens: ByteWriter;
  private readonly inProcedure: boolean;
  private held: { status: number; count: number | undefined } | null = null;
  private any = false;

  constructor(tokens: ByteWriter, inProcedure: boolean) {
    this.tokens = tokens;
    this.inProcedure = inProcedure;
  }

  /** A statement has ended; `count` is its number of rows, where it has one. */
  add(failed: boolean, count?: number): void {
    this.settle();
    this.held = { status: failed ? DoneStatus.error : DoneStatus.final, count };
  }

  /** Something follows the statement that ended last. Call before writing it. */
  settle(): void {
    if (this.held) this.write(this.held, DoneStatus.more);
    this.held = null;
  }

  /** Nothing follows. In a procedure the caller still writes the return status and DONEPROC. */
  finish(): void {
    if (this.inProcedure) {
      this.settle();
      return;
    }
    // An answer is never without a DONE, not even that of an empty batch.
    if (this.held || !this.any) this.write(this.held ?? { status: DoneStatus.final, count: undefined }, 0);
    this.held = null;
  }

  private write(end: { status: number; count: number | undefined }, more: number): void {
    this.any = true;
    const token = this.inProcedure ? DoneToken.doneInProc : DoneToken.done;
    writeDone(this.tokens, token, end.status | more, end.count);
  }
}
