import type { Plant } from '../types.ts';

const unit = (name: string) => `test/unit/adapters/azure/${name}.test.ts`;

export const STORAGE_PLANTS: readonly Plant[] = [
  {
    name: 'null-lag-is-zero-in-a-blob',
    rule: 'nullIsNotZero',
    file: 'shared/adapters/azure/blobs/historyLines.ts',
    before: 'JSON.stringify({ atMs, linkKey, state, lagSeconds })',
    after: 'JSON.stringify({ atMs, linkKey, state, lagSeconds: lagSeconds ?? 0 })',
    tests: [unit('blobs/historyLines')],
  },
  {
    name: 'etag-is-ignored-on-commit',
    rule: 'oneWriter',
    file: 'shared/adapters/azure/tables/transaction.ts',
    before: "return ['update', entity, 'Replace', { etag: record.version }];",
    after: "return ['update', entity, 'Replace'];",
    tests: [unit('tables/transaction')],
  },
  {
    name: 'new-record-overwrites-that-of-another',
    rule: 'oneWriter',
    file: 'shared/adapters/azure/tables/transaction.ts',
    before: "if (record.version === undefined) return ['create', entity];",
    after: "if (record.version === undefined) return ['upsert', entity, 'Replace'];",
    tests: [unit('tables/transaction')],
  },
  {
    name: 'messages-in-a-transaction-of-their-own',
    rule: 'toldIsEnded',
    file: 'shared/adapters/azure/tables/subjectStore.ts',
    before:
      'await client.submitTransaction(\n' +
      '        chunk.flatMap(({ actions }) => actions),\n' +
      '        bounded(),\n' +
      '      );\n',
    after:
      'await client.submitTransaction(\n' +
      '        chunk.flatMap(({ actions }) => actions.slice(0, 1)),\n' +
      '        bounded(),\n' +
      '      );\n' +
      '      const messages = chunk.flatMap(({ actions }) => actions.slice(1));\n' +
      '      if (messages.length > 0) await client.submitTransaction(messages, bounded());\n',
    tests: ['test/component/tables/tableStores.test.ts'],
  },
  {
    name: 'delivery-row-is-replaced-whoever-holds-it',
    rule: 'oneWriter',
    file: 'shared/adapters/azure/tables/outboxStore.ts',
    before: "'Replace', { etag: version, ...bounded() }",
    after: "'Replace', { etag: '*', ...bounded() }",
    tests: ['test/component/tables/tableStores.test.ts'],
  },
];
