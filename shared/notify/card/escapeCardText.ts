/**
 * Takes the meaning from Markdown characters in a text block or fact, so that a database called `_x_` is shown by its name.
 * Teams knows a subset of Markdown; a backslash before punctuation is literal in all of it. An underscore inside a word is left alone,
 * because it means nothing there and most names have some.
 */
export function escapeCardText(text: string): string {
  return text
    .replace(/[\\`*[\]~<>]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(\s*)([#>+-]|\d+(?=[.)]))/, (_all, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    );
}
