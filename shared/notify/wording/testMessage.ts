import type { Notice } from '../../alerting/types.ts';
import { oneLine } from '../plainText.ts';
import type { Message } from '../types.ts';

/** What somebody reads who asked for a message to see that it arrives: unlike any alert, and without a condition that rules match on. */
export function testMessage({ sentence, id }: Notice): Omit<Message, 'deployment' | 'links' | 'plan' | 'commands'> {
  return {
    tone: 'info',
    label: 'Test',
    title: 'Test message',
    about: 'No database is concerned',
    sentence: oneLine(sentence, 600),
    facts: [
      { title: 'Reason', value: 'test' },
      { title: 'Id', value: oneLine(id, 64) },
    ],
    alerts: [],
    notShown: 0,
    meaning: 'Nothing is wrong. Alerts about replication links and databases arrive the way that this message did.',
    steps: ['Nothing has to be done.'],
  };
}
