/** Thrown when bytes are not TDS as MS-TDS defines it: the connection cannot go on and is reset, as SQL Server does. */
export class TdsProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TdsProtocolError';
  }
}
