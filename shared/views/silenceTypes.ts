/** GET /api/silences. */
export interface SilencesView {
  /** Those in force first, then those to come, then what ended in the last day. */
  silences: SilenceView[];
}

export interface SilenceView {
  id: string;
  state: 'active' | 'pending' | 'ended';
  match: Record<string, string[]>;
  author: string;
  comment: string;
  starts: string;
  ends: string;
  created: string;
  /** Who ended it before its time. */
  endedBy: string | null;
}
