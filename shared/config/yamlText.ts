/** The text as YAML 1.2: a plain value, or every syntax fault with its line and column. */
import { LineCounter, parseAllDocuments, type YAMLError } from 'yaml';
import { DOCUMENT_PATH } from './path.ts';
import { looksSecret } from './shown.ts';
import type { ConfigurationFault } from './types.ts';

/** More than a thousand scopes; a larger text is a mistake, and parsing it would only cost memory. */
export const LONGEST_DOCUMENT = 256 * 1024;
const MOST_ALIASES = 100;
const EXAMPLE = 'objectives: { rpo: 5s, rto: 5m }';

export type YamlReading = { ok: true; value: unknown } | { ok: false; faults: ConfigurationFault[] };

/** Never throws. A message never repeats a line of the text: it could hold a secret. */
export function readYaml(text: string): YamlReading {
  if (text.length > LONGEST_DOCUMENT) {
    const expected = `a document of at most ${LONGEST_DOCUMENT / 1024} KiB`;
    return fail({ path: DOCUMENT_PATH, expected, seen: `${Math.ceil(text.length / 1024)} KiB`, example: EXAMPLE });
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const [document, second] = documents;
  if (document === undefined) return { ok: true, value: null };
  const errors = documents.flatMap((each) => [...each.errors, ...each.warnings]);
  if (errors.length > 0) return { ok: false, faults: errors.map((error) => syntaxFault(error, lines)) };
  if (second !== undefined) {
    const expected = 'one YAML document';
    return fail({
      path: DOCUMENT_PATH,
      expected,
      seen: `${documents.length} documents, divided by ---`,
      example: EXAMPLE,
    });
  }
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch {
    // The only thing left that toJS refuses: aliases that are unknown or that multiply without end.
    const expected = `aliases that are defined before they are used, at most ${MOST_ALIASES} of them`;
    return fail({ path: DOCUMENT_PATH, expected, seen: 'an unknown alias, or too many', example: EXAMPLE });
  }
}

function syntaxFault(error: YAMLError, lines: LineCounter): ConfigurationFault {
  const { line, col } = lines.linePos(error.pos[0]);
  return {
    path: `line ${line}, column ${col}`,
    expected: 'YAML: keys and values divided by a colon and a blank, children indented by blanks',
    seen: harmless(error.message),
    example: EXAMPLE,
  };
}

/** The parser's sentence without the pieces of the text that it quotes, where one could be a secret. */
function harmless(message: string): string {
  const sentence = message.split('\n', 1)[0] ?? '';
  return looksSecret(sentence) ? 'a syntax error near text that is not shown, because it may be a secret' : sentence;
}

function fail(fault: ConfigurationFault): YamlReading {
  return { ok: false, faults: [fault] };
}
