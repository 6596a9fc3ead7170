/** What Azurite says on its way up: where each service listens, or why it does not. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface AzuritePorts {
  blob?: number;
  queue?: number;
  table?: number;
}

const LISTENING = /^Azurite (Blob|Queue|Table) service is successfully listening at http:\/\/127\.0\.0\.1:(\d+)/;
const KEPT_LINES = 20;

/** Which service a line of Azurite's output reports as listening, and at which port; undefined for any other line. */
export function parseListening(line: string): { service: keyof AzuritePorts; port: number } | undefined {
  const match = LISTENING.exec(line);
  const port = Number(match?.[2]);
  switch (match?.[1]) {
    case 'Blob':
      return { service: 'blob', port };
    case 'Queue':
      return { service: 'queue', port };
    case 'Table':
      return { service: 'table', port };
    default:
      return undefined;
  }
}

/**
 * Resolves with the three ports once all three services listen.
 * @throws Error when the process ends first, or has not listened within `timeoutMs`.
 */
export function readAzuritePorts(child: ChildProcess, timeoutMs: number): Promise<Required<AzuritePorts>> {
  const ports: AzuritePorts = {};
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`Azurite ${what}. Its last words: ${lines.join(' | ') || '(none)'}`));
    };
    const timer = setTimeout(() => fail(`did not serve within ${timeoutMs} ms`), timeoutMs);
    const read = (line: string) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      const found = parseListening(line);
      if (!found) return;
      ports[found.service] = found.port;
      const { blob, queue, table } = ports;
      if (blob === undefined || queue === undefined || table === undefined) return;
      clearTimeout(timer);
      resolve({ blob, queue, table });
    };
    if (child.stdout) createInterface({ input: child.stdout }).on('line', read);
    if (child.stderr) createInterface({ input: child.stderr }).on('line', read);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // 'close' comes after the last line was read, 'exit' may come before it.
    child.once('close', (code, signal) => fail(`ended before it served (${signal ?? `exit code ${code}`})`));
  });
}
