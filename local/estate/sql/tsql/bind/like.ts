const CACHE_LIMIT = 200;
const cache = new Map<string, RegExp>();

/** A LIKE pattern (% _ [abc] [a-z] [^a] and an escape character) as a regular expression; case does not count. */
export function likePattern(pattern: string, mark: string): RegExp {
  const key = `${mark}\0${pattern}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const compiled = compile(translate(pattern, mark));
  cache.set(key, compiled);
  return compiled;
}

/** A range that runs backwards, such as [z-a], matches nothing. */
function compile(source: string): RegExp {
  try {
    return new RegExp(`^${source}$`, 'isu');
  } catch {
    return /(?!)/;
  }
}

function translate(pattern: string, mark: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    if (sign === mark && mark !== '') {
      at += 1;
      source += literal(pattern.charAt(at));
    } else if (sign === '%') source += '.*';
    else if (sign === '_') source += '.';
    else if (sign === '[') {
      const end = pattern.indexOf(']', at + 1);
      // An unclosed bracket matches nothing in SQL Server.
      if (end < 0) return '(?!)';
      source += characterClass(pattern.slice(at + 1, end));
      at = end;
    } else source += literal(sign);
  }
  return source;
}

function characterClass(body: string): string {
  const negated = body.startsWith('^');
  const members = negated ? body.slice(1) : body;
  if (members === '') return '(?!)';
  const safe = members.replace(/[\\\][^]/g, '\\$&');
  return `[${negated ? '^' : ''}${/^-|-$/.test(safe) ? safe.replace(/^-|-$/g, '\\-') : safe}]`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
