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
  ourOwnTrouble: {
    number: 3,
    words: 'A fault of our own (rights, firewall, certificate, token) is told as our own, with what to do about it.',
  },
  notACandidate: {
    number: 6,
    words: 'A named replica and a database copy are no geo-secondaries: they protect nothing.',
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
  noneWaits: { words: 'One hung database delays no other.' },
  everythingEnds: { words: 'Every call has a deadline, every retry a bound, and who asks for patience gets it.' },
  secretsStay: { words: 'No secret leaves: not in clear text, not to a stranger, not in a message.' },
  allFaultsAtOnce: { words: 'A configuration is checked whole: all its faults at once.' },
  closedDoors: { words: 'Who has no key gets no answer.' },
});

export type RuleName = keyof typeof RULES;
