/** Every function of the app: the Functions worker loads this file, and each import registers one function. */
import './advanceOperation.ts';
import './automation.ts';
import './decision.ts';
import './deliverNotification.ts';
import './discoverTopology.ts';
import './health.ts';
import './incidents.ts';
import './links.ts';
import './operations.ts';
import './page.ts';
import './reactToOutage.ts';
import './receiveAlert.ts';
import './refreshTopology.ts';
import './sampleReplication.ts';
import './status.ts';
import './superviseIncidents.ts';
import './sweepOutbox.ts';
