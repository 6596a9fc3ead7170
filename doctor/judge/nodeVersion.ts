import type { Check } from '../types.ts';
import { failed, passed } from './checks.ts';

/** What package.json asks for, and what Azure Functions offers for it. */
const LEAST_MAJOR = 24;

/** @param version for example `v24.21.0` */
export function judgeNodeVersion(version: string): Check {
  const expected = `Node.js ${LEAST_MAJOR} or later`;
  const major = Number(/^v?(\d+)\./.exec(version)?.[1] ?? Number.NaN);
  if (major >= LEAST_MAJOR) return passed('node', expected, version);
  return failed(
    'node',
    expected,
    version === '' ? 'no version' : version,
    `Run it with Node.js ${LEAST_MAJOR}; in Azure: az functionapp config set --linux-fx-version "Node|${LEAST_MAJOR}".`,
  );
}
