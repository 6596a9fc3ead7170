/** Every function of the app: the Functions worker loads this file, and each import registers one function. */
import './deliverNotification.ts';
import './discoverTopology.ts';
import './health.ts';
import './links.ts';
import './page.ts';
import './sampleReplication.ts';
import './status.ts';
import './sweepOutbox.ts';
