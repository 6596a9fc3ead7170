import type { Plant } from '../types.ts';

const component = (name: string) => `test/component/channels/${name}.test.ts`;

export const CHANNEL_PLANTS: readonly Plant[] = [
  {
    name: 'address-of-the-workflow-in-an-error',
    rule: 'secretsStay',
    file: 'shared/adapters/channels/teams/teamsChannel.ts',
    before: 'message: `Teams Workflows ',
    after: `message: \`Teams Workflows at \${checked.url} `,
    tests: [component('teamsChannel')],
  },
  {
    name: 'address-that-is-none-in-an-error',
    rule: 'secretsStay',
    file: 'shared/adapters/channels/teams/workflowsUrl.ts',
    before: "return refused('does not begin with https://');",
    after: "return refused(trimmed.concat(' does not begin with https://'));",
    tests: [component('workflowsUrl')],
  },
  {
    name: 'redirect-is-handed-the-address',
    rule: 'secretsStay',
    file: 'shared/adapters/channels/teams/teamsChannel.ts',
    before: "redirect: 'manual',",
    after: "redirect: 'follow',",
    tests: [component('teamsChannel')],
  },
  {
    name: 'mail-in-clear-text',
    rule: 'secretsStay',
    file: 'shared/adapters/channels/smtp/smtpTransport.ts',
    before: 'requireTLS: port !== IMPLICIT_TLS_PORT,',
    after: 'requireTLS: false,',
    tests: [component('smtpChannel')],
  },
  {
    name: 'channel-that-is-busy-is-given-up',
    rule: 'everythingEnds',
    file: 'shared/adapters/channels/teams/teamsAnswer.ts',
    before: 'if (status === 408 || status === 429 || status >= 500) {',
    after: 'if (status === 408 || status >= 500) {',
    tests: [component('teamsChannel')],
  },
  {
    name: 'channel-forgets-retry-after',
    rule: 'everythingEnds',
    file: 'shared/adapters/channels/teams/teamsAnswer.ts',
    before: '...(wait === undefined ? {} : { retryAfterMs: wait }),',
    after: '...(wait === undefined || status !== 503 ? {} : { retryAfterMs: wait }),',
    tests: [component('teamsChannel')],
  },
];
