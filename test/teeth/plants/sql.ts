import type { Plant } from '../types.ts';

const SAMPLER = 'test/component/sql/replicationSampler.test.ts';
const TROUBLE = 'test/component/sql/samplerTrouble.test.ts';
const unit = (name: string) => `test/unit/adapters/azure/sql/${name}.test.ts`;

export const SQL_PLANTS: readonly Plant[] = [
  {
    name: 'null-lag-becomes-zero-as-number',
    rule: 'nullIsNotZero',
    file: 'shared/adapters/azure/sql/linkStatusQuery.ts',
    before: 'row.replication_lag_sec === null ? null : Number(row.replication_lag_sec)',
    after: 'Number(row.replication_lag_sec)',
    tests: [unit('linkStatusQuery')],
  },
  {
    name: 'malformed-row-is-good',
    rule: 'unknownIsUnknown',
    file: 'shared/adapters/azure/sql/linkStatusQuery.ts',
    before: 'value === null || (Number.isSafeInteger(value) && Number(value) >= 0)',
    after: "value === null || typeof value === 'number'",
    tests: [unit('linkStatusQuery')],
  },
  {
    name: 'login-in-clear-text',
    rule: 'secretsStay',
    file: 'shared/adapters/azure/sql/guardedConnection.ts',
    before: 'if (!isEncrypted) throw new EncryptionRefused();',
    after: "if (!isEncrypted && this.config.options.encrypt === 'strict') throw new EncryptionRefused();",
    tests: [SAMPLER],
  },
  {
    name: 'answer-that-is-no-tds-is-waited-for',
    rule: 'everythingEnds',
    file: 'shared/adapters/azure/sql/guardedConnection.ts',
    before: '      this.#expectsAnswer = false;\n      this.#mustBeTds(chunk);\n',
    after: '      this.#expectsAnswer = false;\n',
    tests: [TROUBLE],
  },
  {
    name: 'only-the-first-answer-is-looked-at',
    rule: 'everythingEnds',
    file: 'shared/adapters/azure/sql/guardedConnection.ts',
    before: '    this.#expectsAnswer = true;\n    const stream = this.#cleartext();',
    after: '    this.#expectsAnswer = this.#watched === undefined;\n    const stream = this.#cleartext();',
    tests: [TROUBLE],
  },
  {
    name: 'token-that-cannot-be-read-is-told-to-nobody',
    rule: 'everythingEnds',
    file: 'shared/adapters/azure/sql/guardedConnection.ts',
    before: "parser.parser.on('error', ({ message: seen }) => {",
    after: "parser.parser.on('errored', ({ message: seen }) => {",
    tests: ['test/component/sql/fuzz.test.ts'],
  },
  {
    name: 'certificate-of-a-stranger',
    rule: 'secretsStay',
    file: 'shared/adapters/azure/sql/sqlConnection.ts',
    before: 'trustServerCertificate: false,',
    after: 'trustServerCertificate: true,',
    tests: [SAMPLER],
  },
  {
    name: 'token-in-a-message',
    rule: 'secretsStay',
    file: 'shared/adapters/azure/sql/classifyFailure.ts',
    before: "    .replace(/eyJ[\\w-]+(\\.[\\w-]+)*/g, '…')\n",
    after: '',
    tests: [unit('classifyFailure')],
  },
  {
    name: 'driver-retries-in-silence',
    rule: 'everythingEnds',
    file: 'shared/adapters/azure/sql/sqlConnection.ts',
    before: 'maxRetriesOnTransientErrors: 0,',
    after: 'maxRetriesOnTransientErrors: 3,',
    tests: ['test/component/sql/samplerFailures.test.ts'],
  },
  {
    name: 'deadline-does-not-cover-the-login',
    rule: 'everythingEnds',
    file: 'shared/adapters/azure/sql/sqlConnection.ts',
    before: '() => connection.abandon(new DeadlinePassed(',
    after: "() => phase() === 'query' && connection.abandon(new DeadlinePassed(",
    tests: [TROUBLE],
  },
  {
    name: 'connection-outlives-a-role-change',
    rule: 'unknownIsUnknown',
    file: 'shared/adapters/azure/sql/replicationSampler.ts',
    before: "keeps: !rows.some((row) => row.role === 'secondary'),",
    after: 'keeps: true,',
    tests: [SAMPLER],
  },
  {
    name: 'missing-rights-look-like-an-outage',
    rule: 'ourOwnTrouble',
    file: 'shared/adapters/azure/sql/errorTable.ts',
    before: "18456: means('noRights',",
    after: "18456: means('unavailable',",
    tests: [unit('classifyFailure')],
  },
];
