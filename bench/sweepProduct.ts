/** The app itself, started as in its host: the timer's tick, and the queue's messages as a queue trigger would bring them. */
import { subscribe } from 'node:diagnostics_channel';
import { QueueServiceClient } from '@azure/storage-queue';
import { geowarden } from '../shared/app.ts';
import { answerQuestions } from './child.ts';
import { SweepRecorder } from './sweepRecorder.ts';
import type { FromProduct, ToProduct } from './sweepTypes.ts';

const ports = JSON.parse(process.env.BENCH_STORAGE_PORTS ?? '{}') as { blob: string; queue: string; table: string };
const recorder = new SweepRecorder(ports);
const queue = QueueServiceClient.fromConnectionString(process.env.AzureWebJobsStorage ?? '').getQueueClient(
  geowarden.queues.sampleShard,
);
const log = {
  info: () => {},
  warn: (...parts: unknown[]) => void process.stderr.write(`${parts.join(' ')}\n`),
  error: (...parts: unknown[]) => void process.stderr.write(`${parts.join(' ')}\n`),
};

let sent = 0;
subscribe('http.client.response.finish', (message) => {
  const { request, response } = message as {
    request: { method: string; path: string };
    response: { statusCode?: number };
  };
  // The queue is made when it is first missed: what was refused is sent again.
  if (response.statusCode !== 201) return;
  if (request.method === 'POST' && request.path.includes(`/${geowarden.queues.sampleShard}/messages`)) sent += 1;
});

/** Takes messages until there are none; each is swept beside the others and deleted when it is done, as the host does it. */
async function drain(take: number): Promise<void> {
  const running: Array<Promise<unknown>> = [];
  for (;;) {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: take, visibilityTimeout: 600 });
    if (receivedMessageItems.length === 0) break;
    for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
      const message: unknown = JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'));
      // A message whose time is over while its shard is swept is gone already.
      const remove = () => queue.deleteMessage(messageId, popReceipt).catch(() => {});
      running.push(geowarden.sampleShard(message, log).then(remove));
    }
  }
  await Promise.all(running);
}

async function untilSent(count: number): Promise<void> {
  while (sent < count) await new Promise(setImmediate);
}

async function answer(question: ToProduct): Promise<FromProduct> {
  let links = 0;
  recorder.begin();
  sent = 0;
  const startedAt = performance.now();
  const usedAtStart = process.cpuUsage();
  if (question.do === 'discover') {
    links = (await geowarden.discoverTopology(log).then(() => readLinks())) ?? 0;
  } else if (question.do === 'tick') {
    const tick = geowarden.sampleReplication(log);
    if (question.shards > 0) {
      await untilSent(question.shards);
      await drain(question.take);
    }
    await tick;
  } else {
    await drain(question.take);
  }
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(usedAtStart);
  const cpuMs = (user + system) / 1_000;
  return { ms, cpuMs, ...recorder.recorded(), rssMb: Math.round(process.memoryUsage().rss / 1_048_576), links };
}

async function readLinks(): Promise<number> {
  const status = JSON.parse((await geowarden.links(undefined)).body) as { links: unknown[] };
  return status.links.length;
}

answerQuestions(answer);
