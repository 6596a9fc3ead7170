/** Listens in its own process to what the product asks of databases and of its storage account, without a word of the product being changed. */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import tedious from 'tedious';
import type { Operations, Work } from './sweepTypes.ts';

interface Recorded {
  work: Work[];
  statements: string[];
  operations: Operations;
}

const NONE: Operations = { table: 0, blob: 0, queue: 0, rowsWritten: 0, reads: 0 };

export class SweepRecorder {
  /** By connection: a key made for every statement would be counted as the app's. */
  #ofConnection = new WeakMap<object, Work>();
  #work = new Map<string, Work>();
  #operations: Operations = { ...NONE };
  readonly #statements: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #ports: { blob: string; queue: string; table: string };

  constructor(ports: { blob: string; queue: string; table: string }) {
    this.#ports = ports;
    this.#listenToDriver();
    subscribe('http.client.request.start', (message) => this.#count((message as { request: ClientRequest }).request));
  }

  begin(): void {
    this.#ofConnection = new WeakMap();
    this.#work = new Map();
    this.#operations = { ...NONE };
  }

  recorded(): Recorded {
    return { work: [...this.#work.values()], statements: this.#statements, operations: this.#operations };
  }

  #listenToDriver(): void {
    const { prototype } = tedious.Connection;
    const { connect, execSqlBatch } = prototype;
    const workOf = (connection: object) => this.#workOf(connection as DriverConnection);
    const numberOf = (text: string) => this.#numberOf(text);
    prototype.connect = function (listener) {
      workOf(this).login = true;
      return connect.call(this, listener);
    };
    prototype.execSqlBatch = function (request) {
      workOf(this).statements.push(
        numberOf(String((request as unknown as { sqlTextOrProcedure: string }).sqlTextOrProcedure)),
      );
      return execSqlBatch.call(this, request);
    };
  }

  #workOf(connection: DriverConnection): Work {
    const known = this.#ofConnection.get(connection);
    if (known !== undefined) return known;
    const { server, options } = connection.config;
    const key = `${server}/${options.database}`;
    const work = this.#work.get(key) ?? { server, database: options.database, login: false, statements: [] };
    this.#work.set(key, work);
    this.#ofConnection.set(connection, work);
    return work;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#statements.length);
    return this.#statements.push(text) - 1;
  }

  #count(request: ClientRequest): void {
    const { port } = request as unknown as { port?: number | string };
    const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
    const count = this.#operations;
    switch (portOf(request) ?? String(port)) {
      case this.#ports.queue:
        count.queue += 1;
        break;
      case this.#ports.blob:
        if (request.path.includes('comp=appendblock')) count.blob += 1;
        else if (!isWrite) count.reads += 1;
        break;
      case this.#ports.table:
        if (request.path.includes('$batch')) count.table += 1;
        else if (isWrite) count.rowsWritten += 1;
        else count.reads += 1;
        break;
    }
  }
}

interface DriverConnection {
  config: { server: string; options: { database: string } };
}

function portOf(request: ClientRequest): string | undefined {
  return String(request.getHeader('host') ?? '').split(':')[1];
}
