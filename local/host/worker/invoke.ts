/** One invocation, through the app's own programming model and hooks, in the order of the Node worker. */
import { randomBytes } from 'node:crypto';
import type { AppRegistry } from './coreApi.ts';
import { describeFailure } from './failure.ts';
import type { FunctionCallback, InvocationRequest, InvocationResult, LogEntry, ProgrammingModel } from './types.ts';

/** Never rejects: whatever goes wrong is the invocation's failure. */
export async function invoke(registry: AppRegistry, request: InvocationRequest): Promise<InvocationResult> {
  try {
    const registered = registry.functions.get(request.functionName);
    if (!registered || !registry.model) {
      throw new Error(`Function code for '${request.functionName}' is not loaded and cannot be invoked.`);
    }
    return await run(registry, registry.model, registered.callback, coreContext(registry, request));
  } catch (error) {
    return { status: 'failure', exception: describeFailure(error) };
  }
}

type CoreContext = ReturnType<typeof coreContext>;

async function run(
  { hooks }: AppRegistry,
  programmingModel: ProgrammingModel,
  functionCallback: FunctionCallback,
  core: CoreContext,
): Promise<InvocationResult> {
  const model = await programmingModel.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();
  const hookData = {};

  const before = hooks.context({ invocationContext: context, inputs, functionCallback }, hookData);
  await during(core, 'preInvocationHooks', () => hooks.run('preInvocation', before));

  // A pre-invocation hook may have replaced the inputs or the function itself.
  const givenInputs = before.inputs as unknown[];
  const after = hooks.context({ invocationContext: context, inputs: givenInputs, result: null, error: null }, hookData);
  await during(core, 'invocation', async () => {
    try {
      after.result = await model.invokeFunction(context, givenInputs, before.functionCallback as FunctionCallback);
    } catch (error) {
      after.error = error;
    }
  });
  await during(core, 'postInvocationHooks', () => hooks.run('postInvocation', after));

  // As in the worker, `throw undefined` and `throw null` do not fail an invocation.
  if (after.error !== null && after.error !== undefined) throw after.error;
  const response = await model.getResponse(context, after.result);
  return { status: 'success', returnValue: response.returnValue ?? null, outputs: response.outputData ?? [] };
}

async function during(core: CoreContext, state: string, action: () => Promise<unknown>): Promise<void> {
  core.state = state;
  try {
    await action();
  } finally {
    core.state = undefined;
  }
}

/** The core invocation context that the library's model reads. */
function coreContext(registry: AppRegistry, request: InvocationRequest) {
  const { functionName, invocationId } = request;
  const metadata = registry.functions.get(functionName)?.metadata;
  const triggerName = Object.entries(metadata?.bindings ?? {}).find(([, { type }]) => /trigger$/i.test(type))?.[0];
  return {
    invocationId,
    metadata,
    state: undefined as string | undefined,
    request: {
      functionId: functionName,
      invocationId,
      inputData: [{ name: triggerName, data: request.data }],
      triggerMetadata: request.triggerMetadata,
      ...(request.retryContext ? { retryContext: request.retryContext } : {}),
      traceContext: { traceParent: newTraceParent(), traceState: '', attributes: {} },
    },
    log: (level: LogEntry['level'], category: LogEntry['category'], message: string) =>
      registry.log({ level, category, message, functionName, invocationId }),
  };
}

/** A W3C traceparent of an unsampled trace. */
function newTraceParent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}
