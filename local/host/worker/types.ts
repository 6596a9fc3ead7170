/**
 * The worker's side of the contract with `@azure/functions`: the shapes that library takes from, and gives to,
 * `@azure/functions-core` (no package of that name exists; the Node worker provides the module at run time).
 */

/** A value on its way into or out of the worker; exactly one field is set. */
export interface RpcTypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  int?: number;
  double?: number;
  http?: RpcHttpData;
}

export interface RpcHttpData {
  method?: string;
  url?: string;
  statusCode?: string;
  headers?: Record<string, string>;
  cookies?: RpcHttpCookie[];
  body?: RpcTypedData;
  nullableHeaders?: Record<string, { value: string }>;
  nullableQuery?: Record<string, { value: string }>;
  nullableParams?: Record<string, { value: string }>;
}

export interface RpcHttpCookie {
  name: string;
  value: string;
  domain?: { value: string };
  path?: { value: string };
  expires?: { value: { seconds: number } };
  secure?: { value: boolean };
  httpOnly?: { value: boolean };
  sameSite?: string;
  maxAge?: { value: number };
}

interface RpcDuration {
  seconds: number;
}

/** A function's retry policy. The library rounds its intervals to whole seconds. */
export interface RetryOptions {
  maxRetryCount: number;
  retryStrategy: string;
  delayInterval?: RpcDuration;
  minimumInterval?: RpcDuration;
  maximumInterval?: RpcDuration;
}

/** A trigger, input or output as the app declared it; each kind has fields of its own. */
export interface Binding {
  name: string;
  type: string;
  direction: string;
  [field: string]: unknown;
}

export interface RegisteredFunction {
  name: string;
  trigger: Binding;
  bindings: Binding[];
  retry?: RetryOptions;
}

export interface RpcException {
  message: string;
  stackTrace?: string;
}

export interface RetryContext {
  retryCount: number;
  maxRetryCount: number;
  exception?: RpcException;
}

/** One trigger value for one function. */
export interface InvocationRequest {
  functionName: string;
  invocationId: string;
  data: RpcTypedData;
  triggerMetadata: Record<string, RpcTypedData>;
  retryContext?: RetryContext;
}

export type InvocationResult =
  | { status: 'success'; returnValue: RpcTypedData | null; outputs: { name: string; data: RpcTypedData }[] }
  | { status: 'failure'; exception: RpcException };

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export interface LogEntry {
  level: LogLevel;
  category: 'user' | 'system' | 'customMetric';
  message: string;
  functionName?: string;
  invocationId?: string;
}

/** What `registerFunction` receives from the library. */
export interface CoreFunctionMetadata {
  name: string;
  bindings: Record<string, Record<string, unknown> & { type: string; direction: string }>;
  retryOptions?: RetryOptions;
}

export type FunctionCallback = (...input: unknown[]) => unknown;
export type HookCallback = (context: Record<string, unknown>) => unknown;

/** The model that the library registers; the worker drives each invocation through it. */
export interface ProgrammingModel {
  getInvocationModel(context: object): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(defaults: Record<string, string>): Promise<Record<string, string>>;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ outputData?: { name: string; data: RpcTypedData }[]; returnValue?: RpcTypedData | null }>;
}
