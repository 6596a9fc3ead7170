/**
 * Loaded with `--import` into a child process: ends it when its parent is gone, however the parent ended.
 *
 * The parent holds the other end of the child's stdin; the kernel closes that end even after SIGKILL. The child then
 * gets SIGTERM, so that it stops the way it would have been asked to.
 */
import { Socket } from 'node:net';

// Whoever read our output is gone too; writing to nobody must not end the process before it has stopped in order.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
// A pipe that is only watched must not keep a finished child alive.
if (process.stdin instanceof Socket) process.stdin.unref();
