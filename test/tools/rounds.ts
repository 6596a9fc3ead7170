/**
 * Which tests run beside which: what takes longest comes first, lest everybody waits for it in the end. Within a round node's test
 * runner takes files in the order of their paths, whatever order it is given.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Round } from './runRounds.ts';

export const KINDS = ['unit', 'simulation', 'component', 'e2e', 'browser'];

/** The first plays several apps at once by itself, for nearly four minutes; the others, which mostly wait, are over before it. */
const LONGEST = [
  'test/e2e/conditions.test.ts',
  'test/e2e/scenario-crash-at-every-step.test.ts',
  'test/e2e/scenario-two-deployments.test.ts',
];

/** Every file is in one round. The files are paths from the root, or absolute. */
export function roundsOf(files: readonly string[], root: string): Round[] {
  const { longest = [], apps = [], together = [], others = [] } = Object.groupBy(files, (file) => placeOf(file, root));
  return [
    { name: 'the longest', sideBySide: 2, files: longest },
    // A whole app mostly waits: for a fifth of a core it keeps a test busy for a minute. The others work, and are in each other's way
    // sooner.
    { name: 'whole apps', sideBySide: 5, files: apps },
    { name: 'the others', sideBySide: 3, files: others },
    // Over half a thousand files that take milliseconds. A process for each took 220 s of processor time (157 s on two cores), most of
    // it to start and to load the same modules again; in two processes they take 71 s (54 s). `node --test FILE` runs each alone as ever.
    { name: 'unit tests', sideBySide: 2, files: together, areTogether: true },
  ];
}

function placeOf(file: string, root: string): 'longest' | 'apps' | 'together' | 'others' {
  const name = path.relative(root, path.resolve(root, file)).split(path.sep).join('/');
  if (LONGEST.includes(name)) return 'longest';
  if (name.startsWith('test/e2e/')) return 'apps';
  return name.startsWith('test/unit/') && canShare(path.resolve(root, file)) ? 'together' : 'others';
}

/** A hook outside every suite is a hook of the process: where files share one, it would run around the tests of all of them. */
function canShare(file: string): boolean {
  try {
    return !/^(before|after)(Each)?\(/m.test(readFileSync(file, 'utf8'));
  } catch {
    // The test runner says it better.
    return false;
  }
}
