/** What the handlers of Resource Manager's routes take and give. */
import type { EstateModel } from '../model/types.ts';
import type { OperationRegister } from './operationRegister.ts';
import type { Paginate } from './paging.ts';

export type PathParameter =
  | 'subscription'
  | 'resourceGroup'
  | 'server'
  | 'database'
  | 'link'
  | 'failoverGroup'
  | 'location'
  | 'operation';

export interface ArmRequest {
  method: string;
  url: URL;
  parameters: Partial<Record<PathParameter, string>>;
  apiVersion: string;
}

export interface ArmResponse {
  status: number;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** How long-running operations are announced: Azure's providers differ, and clients must cope with each way. */
export interface LongRunningOptions {
  /** @default 1; Azure says 15 */
  retryAfterSeconds: number;
  /** @default 'both' */
  headers: 'both' | 'location';
  /** @default 'absolute' */
  addresses: 'absolute' | 'relative';
}

export interface ArmContext {
  model: EstateModel;
  paginate: Paginate;
  operations: OperationRegister;
  longRunning: LongRunningOptions;
}

/** @throws ArmError, or RefusedByAzure from the model. */
export type ArmHandler = (request: ArmRequest, context: ArmContext) => ArmResponse;
