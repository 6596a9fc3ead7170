/**
 * Runs one at a time, and whoever comes while it runs shares one more run that begins after it: everybody sees a result that is newer than
 * their call, and a burst of calls costs two.
 */
export function coalesce<Result>(): (run: () => Promise<Result>) => Promise<Result> {
  let running: Promise<Result> | undefined;
  let next: Promise<Result> | undefined;
  const begin = (run: () => Promise<Result>): Promise<Result> => {
    const mine = run().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  };
  return (run) => {
    if (running === undefined) return begin(run);
    next ??= running
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        next = undefined;
        return begin(run);
      });
    return next;
  };
}
