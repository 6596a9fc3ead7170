/** 'server/database' in two. */
export function splitName(name: string): { server: string; database: string } {
  const [server = '', database = ''] = name.split('/');
  return { server, database };
}
