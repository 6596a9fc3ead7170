/** The code page of SQL_Latin1_General_CP1_CI_AS, Azure SQL's default collation: what varchar bytes mean. */
const decoder = new TextDecoder('windows-1252');
const decoded = [...decoder.decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))];
const byteOf = new Map(decoded.map((character, byte) => [character, byte]));
const QUESTION_MARK = 0x3f;

/** Characters outside the code page become question marks, as in SQL Server. */
export function encodeWindows1252(text: string): Buffer {
  return Buffer.from([...text].map((character) => byteOf.get(character) ?? QUESTION_MARK));
}

export function decodeWindows1252(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
