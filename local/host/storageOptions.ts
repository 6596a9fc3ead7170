/** How the host's own storage clients retry: briefly, because every loop of the host tries again by itself. */
export const STORAGE_OPTIONS = {
  retryOptions: { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 500, tryTimeoutInMs: 10_000 },
};
