/** How a command ends: what it has said is written out, and its status says the rest. */

/** Connections that hang must not keep the process: what has been said is written out, and that is the end. */
export function end(text: string, status: number): void {
  process.stdout.write(text, () => process.exit(status));
}

/** The command line is wrong: why, and how it is written. */
export function refuse(because: string, usage: string): void {
  process.stderr.write(`${because}\n\n${usage}\n`);
  process.exitCode = 2;
}
