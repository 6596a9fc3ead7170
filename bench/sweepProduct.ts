/** The app itself, started as in its host: the timer's tick, and the queue's messages as a queue trigger would bring them. */
import { subscribe } from 'node:diagnostics_channel';
import { setTimeout as pause } from 'node:timers/promises';
import { QueueServiceClient } from '@azure/storage-queue';
import { geowarden } from '../shared/app.ts';
import { answerQuestions } from './child.ts';
import { megabytes } from './figures.ts';
import { SweepRecorder } from './sweepRecorder.ts';
import type { FromProduct, ToProduct } from './sweepTypes.ts';

const ports = JSON.parse(process.env.BENCH_STORAGE_PORTS ?? '{}') as { blob: string; queue: string; table: string };
const LOOK_MS = 50;
const TAKE_DEADLINE_MS = 30_000;

const recorder = new SweepRecorder(ports);
const queue = QueueServiceClient.fromConnectionString(process.env.AzureWebJobsStorage ?? '').getQueueClient(
  geowarden.queues.sampleShard,
);
const log = {
  info: () => {},
  warn: (...parts: unknown[]) => void process.stderr.write(`${parts.join(' ')}\n`),
  error: (...parts: unknown[]) => void process.stderr.write(`${parts.join(' ')}\n`),
};

/** Called when the first message is sent. */
let onSent = () => {};
subscribe('http.client.response.finish', (message) => {
  const { request, response } = message as {
    request: { method: string; path: string };
    response: { statusCode?: number };
  };
  const isMessage = request.method === 'POST' && request.path.includes(`/${geowarden.queues.sampleShard}/messages`);
  if (isMessage && response.statusCode === 201) onSent();
});

/** Takes so many messages; each is swept beside the others and deleted when it is done, as the host does it. */
async function drain(take: number): Promise<void> {
  const running: Array<Promise<unknown>> = [];
  const deadline = performance.now() + TAKE_DEADLINE_MS;
  while (running.length < take && performance.now() < deadline) {
    const asked = { numberOfMessages: take - running.length, visibilityTimeout: 600 };
    const { receivedMessageItems } = await queue.receiveMessages(asked);
    for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
      const message: unknown = JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'));
      // A message whose time is over while its shard is swept is gone already.
      const remove = () => queue.deleteMessage(messageId, popReceipt).catch(() => {});
      running.push(geowarden.sampleShard(message, log).then(remove));
    }
    if (running.length < take) await pause(LOOK_MS);
  }
  await Promise.all(running);
  if (running.length < take) throw new Error(`expected ${take} messages, saw ${running.length}`);
}

async function work(question: ToProduct): Promise<number> {
  if (question.do === 'discover') {
    // As the host does for the queue of a trigger.
    await queue.createIfNotExists();
    await geowarden.discoverTopology(log);
    return readLinks();
  }
  if (question.do === 'help') {
    await drain(question.take);
    return 0;
  }
  const { promise: sent, resolve } = Promise.withResolvers<void>();
  onSent = resolve;
  const tick = geowarden.sampleReplication(log);
  if (question.take > 0) await sent.then(() => drain(question.take));
  await tick;
  return 0;
}

async function answer(question: ToProduct): Promise<FromProduct> {
  recorder.begin();
  const startedAt = performance.now();
  const usedAtStart = process.cpuUsage();
  const links = await work(question);
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(usedAtStart);
  const cpuMs = (user + system) / 1_000;
  return { ms, cpuMs, ...recorder.recorded(), rssMb: megabytes(process.memoryUsage().rss), links };
}

async function readLinks(): Promise<number> {
  const status = JSON.parse((await geowarden.links(undefined)).body) as { links: unknown[] };
  return status.links.length;
}

answerQuestions(answer);
