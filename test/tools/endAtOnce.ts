/**
 * Ends a test process when its work is done and reported. At a natural end Node cleans up handles in a busy loop
 * (Environment::CleanupHandles) that now and then never ends, when TLS ran over a stream whose socket died. Exiting inside the last `exit`
 * listener leaves that out. `--test-force-exit` is no substitute: it cut off 117 tests.
 */
let isEnding = false;
process.on('beforeExit', () => {
  if (isEnding) return;
  isEnding = true;
  // Registered this late it comes after the test runner's own listener, whose status is kept.
  process.on('exit', () => process.exit());
});
