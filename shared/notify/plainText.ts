/** Names and sentences as a message can carry them: one line, of bounded length, cut visibly. */

/** Long enough for `server/database` as people name them; Azure allows 63 + 1 + 128. */
const NAME_LENGTH = 120;

const SPACES = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
// Characters that turn the reading direction or hide themselves: a name must not be able to rewrite the sentence around it.
const INVISIBLE = /[\p{Cf}\p{Cs}]/gu;

/** One line of at most `longest` characters; a longer one ends in `…`. */
export function oneLine(text: string, longest: number): string {
  const characters = [...cleaned(text)];
  if (characters.length <= longest) return characters.join('');
  return `${characters
    .slice(0, longest - 1)
    .join('')
    .trimEnd()}…`;
}

/** A name cut in its middle: the beginning says which server, the end which database. */
export function shortName(name: string, longest = NAME_LENGTH): string {
  const characters = [...cleaned(name)];
  if (characters.length <= longest) return characters.join('');
  const head = Math.ceil((longest - 1) / 2);
  const tail = longest - 1 - head;
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`;
}

/** Stands where lines of a plan were left out. */
export function morePlan(left: number): string {
  return `… and ${left} more: see the incident.`;
}

function cleaned(text: string): string {
  return text.replace(INVISIBLE, '').replace(SPACES, ' ').trim();
}
