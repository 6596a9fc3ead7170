/** What is told of a failure: its message, whatever was thrown, and where in our own files it came from. Bounded in every direction. */
const MOST_LINES = 40;
const LONGEST_LINE = 300;
const MOST_FRAMES = 3;
const DEEPEST_CAUSE = 3;

/** Of a test. Node wraps what was thrown in an error that says what kind of failure it is. */
export function messageOf(failure: unknown): string {
  const { failureType, message, cause } = partsOf(failure);
  if (failureType === undefined) return bounded(textOf(failure));
  const text = textOf(cause ?? message);
  if (failureType !== 'hookFailed') return bounded(text);
  // Of a hook outside every suite node says nothing but what it threw.
  return bounded(`${message.startsWith('failed running') ? message : 'failed running a hook of the file'}: ${text}`);
}

/** Of a file whose process failed: how that ended, and the last that it said. */
export function aboutFile(failure: unknown, said = ''): string {
  const { failureType, message, exitCode, signal } = partsOf(failure);
  const isEndOfProcess = failureType === 'testCodeFailure' && message === 'test failed';
  if (!isEndOfProcess) return bounded([messageOf(failure), said.trim()].filter(Boolean).join('\n'));
  const end = typeof signal === 'string' ? `was ended by ${signal}` : `ended with status ${exitCode}`;
  return bounded(`The process of the file ${end}${said.trim() === '' ? ', and said nothing' : ':'}\n${said.trim()}`);
}

/** The beginning and the end of a text of many lines. */
export function bounded(text: string): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line));
  if (lines.length <= MOST_LINES) return lines.join('\n');
  const tail = Math.floor(MOST_LINES / 4);
  const head = MOST_LINES - tail - 1;
  return [...lines.slice(0, head), `… ${lines.length - head - tail} lines are left out …`, ...lines.slice(-tail)].join(
    '\n',
  );
}

function textOf(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error))
    return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
  const lines = (thrown.stack ?? '').split('\n');
  const frames = lines
    .filter((line) => /^\s+at /.test(line) && /file:|\(\//.test(line) && !/node:|node_modules/.test(line))
    .slice(0, MOST_FRAMES);
  const said = thrown.stack?.includes(thrown.message)
    ? lines.filter((line) => !/^\s+at /.test(line))
    : [`${thrown.name}: ${thrown.message}`];
  const cause =
    thrown.cause === undefined || depth === DEEPEST_CAUSE ? [] : [`because of ${textOf(thrown.cause, depth + 1)}`];
  return [said.join('\n').trimEnd(), ...frames, ...cause].join('\n');
}

interface Parts {
  failureType?: unknown;
  message: string;
  cause?: unknown;
  exitCode?: unknown;
  signal?: unknown;
}

const partsOf = (failure: unknown): Parts =>
  typeof failure === 'object' && failure !== null ? (failure as Parts) : { message: String(failure) };
