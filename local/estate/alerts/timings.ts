/**
 * How an action group calls a webhook, at a tenth of Azure's times: there the retries come after 5, 20, 5, 40 and 5 seconds, and an
 * endpoint that took none of them is left alone for 15 minutes. Source: Azure Monitor, action groups, webhook.
 */
export const RETRY_AFTER_MS: readonly number[] = [500, 2_000, 500, 4_000, 500];
export const LEFT_ALONE_MS = 90_000;
/** The first call waits 10 seconds for an answer; this one is not scaled, because the receiver is as quick here as there. */
export const ANSWER_WITHIN_MS = 10_000;
