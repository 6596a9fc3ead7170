/**
 * `net.Socket.prototype.connect` over a name map: the one door through which fetch, https, tls and every driver go.
 *
 * A refusal is told through a `lookup` that fails, so that Node itself raises the error, at the moment and with the
 * events of a real one.
 */
import { isIP, Socket, type TcpNetConnectOpts } from 'node:net';
import { type LookupCallback, notFound } from './mappedLookup.ts';
import type { NameMap } from './nameMap.ts';

type ConnectOptions = Partial<TcpNetConnectOpts> & { path?: string };

/** Replaces `connect` for every socket of the process. */
export function patchConnect(map: NameMap): void {
  const original = Socket.prototype.connect;
  function connect(this: Socket, ...given: unknown[]): Socket {
    const { options, listener } = normaliseArguments(given);
    if (options === undefined || typeof options.path === 'string')
      return Reflect.apply(original, this, given) as Socket;
    const rewritten = rewrite(map, options);
    return Reflect.apply(original, this, listener ? [rewritten, listener] : [rewritten]) as Socket;
  }
  Object.defineProperty(Socket.prototype, 'connect', { value: connect, writable: true, configurable: true });
}

/** What to hand to Node in place of `options`. */
export function rewrite(map: NameMap, options: ConnectOptions): ConnectOptions {
  const host = options.host ?? 'localhost';
  const port = Number(options.port);
  const destination = map.destination(host, port);
  switch (destination.kind) {
    case 'loopback':
      return options;
    case 'mapped':
      // A local address or family that was meant for the wide world does not fit 127.0.0.1.
      return { ...withoutBinding(options), host: '127.0.0.1', port: destination.port };
    case 'refused':
      return failing(options, connectError('ECONNREFUSED', -111, host, port));
    case 'unreachable':
      return failing(options, connectError('ENETUNREACH', -101, host, port));
    case 'unknownName':
      return failing(options, notFound(host));
  }
}

function withoutBinding(options: ConnectOptions): ConnectOptions {
  const { localAddress: _address, family: _family, lookup: _lookup, ...rest } = options;
  return rest;
}

function failing(options: ConnectOptions, error: NodeJS.ErrnoException): ConnectOptions {
  const lookup = (_hostname: string, _options: unknown, callback: LookupCallback) => process.nextTick(callback, error);
  const host = options.host !== undefined && isIP(options.host) === 0 ? options.host : 'address.invalid';
  return { ...withoutBinding(options), host, lookup: lookup as never };
}

function connectError(code: string, errno: number, address: string, port: number): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException & { address?: string; port?: number } = new Error(
    `connect ${code} ${address}:${port}`,
  );
  return Object.assign(error, { code, errno, syscall: 'connect', address, port });
}

/** The forms of `connect`: ([options, cb]) from `net.connect`, (options, cb), (path, cb), (port, host?, cb?). */
function normaliseArguments(given: unknown[]): { options?: ConnectOptions; listener?: unknown } {
  const list = Array.isArray(given[0]) ? given[0] : given;
  const listener = list.findLast((value: unknown) => typeof value === 'function');
  const [first, second] = list;
  if (typeof first === 'object' && first !== null) return { options: first as ConnectOptions, listener };
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  if (!isPort) return {};
  return { options: { port: Number(first), ...(typeof second === 'string' ? { host: second } : {}) }, listener };
}
