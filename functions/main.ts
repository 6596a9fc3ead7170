/** Every function of the app: the Functions worker loads this file, and each import registers one function. */
import './advanceOperation.ts';
import './deliverNotification.ts';
import './discoverTopology.ts';
import './health.ts';
import './links.ts';
import './page.ts';
import './sampleReplication.ts';
import './status.ts';
import './superviseIncidents.ts';
import './sweepOutbox.ts';
