/** Bytes that are neither TDS nor TLS: what some other program on the port would say. */
export const GARBAGE = Buffer.from(
  'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  'latin1',
);
