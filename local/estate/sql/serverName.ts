import { isIP } from 'node:net';

/** The logical server a login is for, and the user without the server's name. */
export interface LoginTarget {
  /** Lower-case; null when neither the server name nor the user name says. */
  server: string | null;
  user: string;
}

/**
 * Azure's gateway finds the server in the first label of the name the client connected to, or behind the `@` of the
 * user name; where both are given, they must agree, otherwise the server is not determined.
 */
export function findLoginTarget(serverName: string, userName: string): LoginTarget {
  const fromName = firstLabel(serverName);
  const at = userName.lastIndexOf('@');
  const fromUser = at < 0 ? null : firstLabel(userName.slice(at + 1));
  const user = at < 0 ? userName : userName.slice(0, at);
  if (fromName && fromUser && fromName !== fromUser) return { server: null, user };
  return { server: fromName ?? fromUser, user };
}

function firstLabel(name: string): string | null {
  const host = name
    .trim()
    .toLowerCase()
    .replace(/^tcp:/, '')
    .replace(/[,\\:].*$/, '');
  if (host === '' || isIP(host) !== 0 || name.includes('::')) return null;
  return host.split('.')[0] || null;
}
