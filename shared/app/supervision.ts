import type { Configuration } from '../config/types.ts';
import { type AppContext, readReport, withBeginnings, writeReport } from './context.ts';
import { type Log, supervisionUnwritten } from './log.ts';
import { reactionSettings } from './reactionPorts.ts';
import { sentenceOf } from './troubles.ts';

/** Keeps when the supervisor last looked, and what stood in the way since it did so before. Never throws. */
export async function reportSupervision(
  app: AppContext,
  configuration: Configuration,
  startedAtMs: number,
  log: Log,
): Promise<void> {
  try {
    const storage = await app.ports.storage();
    const before = await readReport(storage, 'supervision');
    const problems = app.troubles.since(startedAtMs - configuration.supervision.everyMs);
    const finishedAtMs = app.now();
    await writeReport(storage, 'supervision', {
      mark: { startedAtMs, finishedAtMs, durationMs: finishedAtMs - startedAtMs },
      problems: withBeginnings(problems, before.problems, startedAtMs),
      configurationHash: app.configurationHash,
    });
  } catch (error) {
    supervisionUnwritten(log, sentenceOf(error));
  }
}

/** Without the fence nothing is done (rule 7): where a group may act, its owner must hear of it before the night it is needed. */
export async function lookAtFence(app: AppContext, configuration: Configuration): Promise<void> {
  if (configuration.groups.every(({ mode }) => mode === 'notify')) return;
  try {
    const { holder } = await reactionSettings(app, configuration);
    await (await app.ports.fence()).fence.available(holder);
  } catch (error) {
    const message = `Expected to read the fence, without which nothing is failed over, and could not: ${sentenceOf(error)}`;
    app.troubles.report({ subject: 'fence', code: 'no-fence', message });
  }
}
