import { didYouMean } from './didYouMean.ts';
import { pathText } from './path.ts';
import { looksSecret, shown } from './shown.ts';
import type { ConfigurationFault } from './types.ts';

/**
 * A fault for a name that nothing bears, with the name it was probably meant to be.
 * @param what what was expected, before the list of those that there are: `the name of a channel`
 * @param example the field with a name in it
 */
export function unknownName(
  { path, text }: { path: readonly PropertyKey[]; text: string },
  known: readonly string[],
  what: string,
  example: (name: string) => string,
): ConfigurationFault {
  const named = known.filter((name) => !looksSecret(name));
  const near = didYouMean(text, named);
  const proposal = near === undefined ? '' : `did you mean '${near}'? Otherwise `;
  return {
    path: pathText(path),
    expected: `${proposal}${what}: ${named.length === 0 ? 'there is none' : named.join(', ')}`,
    seen: shown(text),
    example: example(near ?? named[0] ?? 'shop'),
  };
}
