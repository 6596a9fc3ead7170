/** What did not work while we looked: logged, and it stops nothing else. */
export interface Trouble {
  what: 'probe' | 'reader' | 'store' | 'publish';
  /** A `server/database`, an evidence id, or what was left over. */
  subject: string;
  /** Never a secret: adapters write their sentences without any. */
  message: string;
}

export function troubleOf(what: Trouble['what'], subject: string, error: unknown): Trouble {
  return { what, subject, message: error instanceof Error ? error.message : String(error) };
}
