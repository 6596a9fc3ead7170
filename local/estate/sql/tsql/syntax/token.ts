/** One word, literal or sign of a T-SQL text. */
export interface Token {
  kind: 'word' | 'quotedName' | 'string' | 'number' | 'binary' | 'variable' | 'symbol' | 'end';
  /** The value: a name without its brackets, a string without its quotes. */
  text: string;
  /** Upper case for words, so that keywords compare; empty for everything else. */
  upper: string;
  /** N'...' */
  national: boolean;
  /** As it stands in the text, for messages. */
  raw: string;
}
