import type { Clock } from '../model/types.ts';
import type { MailMessage } from '../types.ts';

/** What a mail says, before it has an id and a time. */
export type MailContent = Omit<MailMessage, 'id' | 'atMs' | 'via' | 'accepted'>;

export interface Mailbox {
  keep(mail: MailContent, accepted: boolean): void;
  /** Oldest first, as copies. */
  messages(): MailMessage[];
}

const MAX_KEPT = 5000;

export function createMailbox(via: MailMessage['via'], clock: Clock): Mailbox {
  const kept: MailMessage[] = [];
  let count = 0;
  return {
    keep(mail, accepted) {
      count += 1;
      kept.push({ ...mail, id: `${via}-${count}`, atMs: clock.now(), via, accepted });
      if (kept.length > MAX_KEPT) kept.shift();
    },
    messages: () => structuredClone(kept),
  };
}
