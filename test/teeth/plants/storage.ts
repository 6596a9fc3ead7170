import type { Plant } from '../types.ts';

const unit = (name: string) => `test/unit/adapters/azure/${name}.test.ts`;

export const STORAGE_PLANTS: readonly Plant[] = [
  {
    name: 'null-lag-is-zero-in-a-blob',
    rule: 'nullIsNotZero',
    file: 'shared/adapters/azure/blobs/historyLines.ts',
    before: 'JSON.stringify({ atMs, linkKey, state, lagSeconds, minLagSeconds, maxLagSeconds })',
    after: 'JSON.stringify({ atMs, linkKey, state, lagSeconds: lagSeconds ?? 0, minLagSeconds, maxLagSeconds })',
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
    before: '  const actions = chunk.flatMap((change) => change.actions);\n',
    after:
      '  const messages = chunk.flatMap((change) => change.actions.slice(1));\n' +
      "  for (const message of messages) await table.transact('a message', [message]);\n" +
      '  const actions = chunk.flatMap((change) => change.actions.slice(0, 1));\n',
    tests: ['test/component/tables/tableStores.test.ts'],
  },
  {
    name: 'delivery-row-is-replaced-whoever-holds-it',
    rule: 'oneWriter',
    file: 'shared/adapters/azure/tables/outboxStore.ts',
    before: 'outboxEntity(value.shard, value), version)',
    after: "outboxEntity(value.shard, value), '*')",
    tests: ['test/component/tables/tableStores.test.ts'],
  },
];
