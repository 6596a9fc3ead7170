import { app, output } from '@azure/functions';
import { gate, seen } from './seen.mjs';

const rowsOut = output.table({ tableName: 'Runs', connection: 'AzureWebJobsStorage' });
let attempts = 0;
let running = 0;

app.timer('nightly', {
  schedule: '%NIGHTLY_SCHEDULE%',
  extraOutputs: [rowsOut],
  handler: (timer, context) => {
    context.extraOutputs.set(rowsOut, [
      { PartitionKey: 'p', RowKey: context.invocationId },
      { partitionKey: 'p', rowKey: `${context.invocationId}-2` },
    ]);
    seen.push(['nightly', timer]);
  },
});
app.timer('unmonitored', {
  schedule: '0 0 3 1 1 *',
  useMonitor: false,
  handler: (timer) => void seen.push(['unmonitored', timer]),
});
app.timer('onStartup', {
  schedule: '0 0 3 1 1 *',
  runOnStartup: true,
  handler: (timer) => void seen.push(['onStartup', timer]),
});
app.timer('everySecond', {
  schedule: '* * * * * *',
  handler: async (timer) => {
    running++;
    seen.push(['everySecond', { running, timer }]);
    await gate;
    running--;
  },
});
app.timer('flaky', {
  schedule: '0 0 4 1 1 *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { milliseconds: 400 } },
  handler: (_timer, context) => {
    seen.push(['flaky', context.retryContext ?? null]);
    if (++attempts % 3 !== 0) throw new Error(`attempt ${attempts}`);
  },
});

app.eventGrid('onEvent', {
  handler: (event, context) => {
    seen.push(['onEvent', event, context.triggerMetadata]);
    if (event.subject === 'fail') throw new Error('event failed');
  },
});

app.storageQueue('onJob', {
  queueName: '%JOBS_QUEUE%',
  connection: 'AzureWebJobsStorage',
  return: output.storageQueue({ queueName: 'done', connection: 'AzureWebJobsStorage' }),
  handler: async (message, context) => {
    seen.push(['onJob', typeof message, message, context.triggerMetadata.dequeueCount]);
    if (message === 'poison') throw new Error('poison message');
    if (message === 'wait') await gate;
    return { handled: message };
  },
});

app.hook.preInvocation((context) => {
  context.hookData.begun = context.invocationContext.functionName;
});
app.hook.postInvocation((context) => {
  if (context.hookData.begun !== context.invocationContext.functionName) throw new Error('hookData lost');
});
app.hook.appStart(() => void seen.push(['appStart']));
app.hook.appTerminate((_context) => {
  console.error('appTerminate ran');
});
app.hook.log((context) => {
  context.message = context.message.replace('echo of', 'changed echo of');
});
