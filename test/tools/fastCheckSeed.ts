/**
 * Property tests with one seed for everybody: a run of the suite is a fact that can be repeated. `GEOWARDEN_FC_SEED=random npm test`
 * explores instead, and any other number replays.
 */
import fc from 'fast-check';

const wanted = process.env.GEOWARDEN_FC_SEED ?? '20261122';
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) });
