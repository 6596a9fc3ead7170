/** The safety rules that plants break. A number is that of "Rules that hold everywhere" in the architecture; the others are the house's. */
export interface Rule {
  number?: number;
  words: string;
}

const named = <Name extends string>(rules: Record<Name, Rule>): Readonly<Record<Name, Rule>> => rules;

export const RULES = named({
  nullIsNotZero: {
    number: 1,
    words:
      'NULL is not zero. A lag that the primary does not know is a state of its own, and its duration is measured through restarts and role swaps.',
  },
  onePathNeverMoves: {
    number: 2,
    words:
      'One path never moves a database: independent kinds of evidence have to agree, for as long as the owner wants, and nobody sees it alive.',
  },
  ourOwnTrouble: {
    number: 3,
    words: 'A fault of our own (rights, firewall, certificate, token) is told as our own, with what to do about it.',
  },
  isolatedDoesNothing: { number: 3, words: 'If everything fails at once, we are the isolated one.' },
  beforeTheOutage: { number: 4, words: 'Link and lag are judged by the last samples before onset.' },
  lossIsAnUpperBound: {
    number: 5,
    words:
      'Loss is an upper bound, stated before anything is forced; above the allowance a person has seen the number.',
  },
  notACandidate: {
    number: 6,
    words: 'A named replica and a database copy are no geo-secondaries: they protect nothing.',
  },
  oneFence: {
    number: 7,
    words: 'One fence for all deployments, and a candidate that is chosen once.',
  },
  oneCall: {
    number: 8,
    words: 'Intent is written before the call, the call is made once, and what came of it is read back.',
  },
  oneWriter: {
    number: 11,
    words: 'Every write carries an ETag, and every message may come twice, late, or in another order.',
  },
  toldIsEnded: {
    number: 13,
    words:
      'An alert that was told is resolved or still firing: once told, once ended, and no message that was decided is lost.',
  },
  silenceIsAnAlert: {
    number: 13,
    words: 'Silence of Geowarden itself is an alert: health answers 503 when a sweep is late.',
  },
  unknownIsUnknown: {
    number: 14,
    words: 'What is not known is shown as unknown: neither as good, nor as gone.',
  },
  aPersonOrAPolicy: { words: 'Nothing is moved without a policy, or a person who approved exactly this plan in time.' },
  aPauseHolds: { words: 'Paused, or in a cooldown, nothing begins.' },
  onRecord: { words: 'What was seen, decided and done is on record.' },
  noneWaits: { words: 'One hung database delays no other.' },
  figuresAreMeasured: {
    words:
      'A figure is what was measured of the thing it names: a reset, a missing number and another cause give none.',
  },
  sampleComesFirst: { words: 'What is read besides never costs a sample.' },
  scopesHold: { words: 'Only what the scopes name is watched.' },
  everythingEnds: { words: 'Every call has a deadline, every retry a bound, and who asks for patience gets it.' },
  secretsStay: { words: 'No secret leaves: not in clear text, not to a stranger, not in a message.' },
  allFaultsAtOnce: { words: 'A configuration is checked whole: all its faults at once.' },
  closedDoors: { words: 'Who has no key gets no answer.' },
});

export type RuleName = keyof typeof RULES;
