import type { Check } from '../types.ts';
import { failed } from './checks.ts';

export interface StorageFailure {
  /** The service's own code, or Node's for the network. */
  code: string;
  statusCode: number | undefined;
  /** `Expected to …, saw …. …` */
  message: string;
}

/** Whose trouble it is that the storage account did not do what was asked. */
export function judgeStorageFailure(name: string, expected: string, failure: StorageFailure): Check {
  const step = /^Expected to (.*?), saw /.exec(failure.message)?.[1] ?? 'use it';
  const status = failure.statusCode === undefined ? '' : `${failure.statusCode} `;
  return failed(name, expected, `${status}${failure.code} when trying to ${step}`, adviceFor(failure));
}

function adviceFor({ code, statusCode }: StorageFailure): string {
  if (code === 'IdentityFailure') return "See 'identity': the storage account is reached as the app's identity.";
  if (code === 'ReadBack') return 'Two accounts may share the name: check the endpoints in AzureWebJobsStorage.';
  if (statusCode === 401 || statusCode === 403) {
    return (
      'Give the identity the roles Storage Table, Blob and Queue Data Contributor on the storage account, and let the app through its ' +
      'firewall; with a connection string, check that the key is the present one and that the account allows keys.'
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'Check the name of the storage account, and its private DNS zones.';
  return 'Check that the storage account exists, and the way to it: firewall, private endpoints, outbound rules.';
}
