/** A process that is asked over its channel and answers once to each question. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/**
 * As V8 has them by itself on an instance with 2 GB, the size that Flex Consumption begins with: half of the memory, and a sixty-fourth of
 * that for what is new. On a large machine it leaves its garbage for later, and a figure of memory would say nothing of that instance.
 */
const HEAP = ['--max-old-space-size=1024', '--max-semi-space-size=16'];

export interface Child<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  close(): Promise<void>;
}

/** @param environment what it is told besides PATH, and NODE_OPTIONS for a profile of it; Azure's names are led to the estate by it. */
export function startChild<Question extends object, Answer>(
  file: string,
  environment: Record<string, string>,
): Child<Question, Answer> {
  const preload = new URL('../local/host/preload.ts', import.meta.url).href;
  const child = spawn(process.execPath, [...HEAP, '--import', preload, path.join(import.meta.dirname, file)], {
    env: { PATH: process.env.PATH ?? '', NODE_OPTIONS: process.env.NODE_OPTIONS ?? '', ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    ask: (question) => answerOf<Answer>(child, file, question),
    close: async () => {
      child.kill();
      await ended;
    },
  };
}

function answerOf<Answer>(child: ChildProcess, file: string, question: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`${file} ended with status ${code}`));
    child.once('close', gone);
    child.once('message', (answer) => {
      child.off('close', gone);
      resolve(answer as Answer);
    });
    child.send(question);
  });
}

/** In the child: answers every question with what `answer` gives; what it throws ends the process. */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  process.on('message', (question) => {
    answer(question as Question).then(
      (given) => process.send?.(given),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
}
