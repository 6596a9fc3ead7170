/** Whether the topics can be reached. Nothing is published: whoever subscribes would take it for an outage. */
import { connect } from 'node:tls';
import type { Configuration } from '../../shared/config/types.ts';
import { mapBounded } from '../../shared/limits/mapBounded.ts';
import { hostOf, judgeTopic, type TopicAnswer } from '../judge/topics.ts';
import type { Check } from '../types.ts';

const TIMEOUT_MS = 5_000;
const MOST_AT_ONCE = 4;

export async function checkTopics({ events }: Configuration): Promise<Check[]> {
  return mapBounded(events.topics, MOST_AT_ONCE, async (topic, index) =>
    judgeTopic(topic, index, await openTls(hostOf(topic.endpoint))),
  );
}

/** Name, connection and certificate, then closed. */
export function openTls(host: string, port = 443, timeoutMs = TIMEOUT_MS): Promise<TopicAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername: host });
    const end = (answer: TopicAnswer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end({ ok: false, code: 'ETIMEDOUT' }), timeoutMs);
    socket.once('secureConnect', () => end({ ok: true }));
    // Stays on: destroying a socket that is still connecting may report once more.
    socket.on('error', (error) => end({ ok: false, code: codeOf(error) }));
  });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
