/** The pages of docs/conditions/ as the app serves them: rendered when it is built, so that it needs no Markdown when it runs. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Marked } from 'marked';

const FOLDER = 'docs/conditions';
/** The overview has no name of its own: it is what the folder shows. */
const OVERVIEW = 'README.md';
const TO_OVERVIEW = '<nav><a href="./">All alerts</a></nav>\n';

/**
 * Every page by its name, the overview by the empty one. Links among them begin with `./`, as from within the folder.
 * @throws Error for a link to a file that is not there.
 */
export async function renderConditionPages(root: string): Promise<Record<string, string>> {
  const read = (file: string) => readFile(path.join(root, file), 'utf8');
  const [template, style, names] = await Promise.all([
    read('dashboard/condition.html'),
    read('dashboard/condition.css'),
    readdir(path.join(root, FOLDER)),
  ]);
  const files = names.filter((name) => name.endsWith('.md')).sort();
  const pages = files.map(async (file) => {
    const markdown = await read(`${FOLDER}/${file}`);
    const title = /^# (.+)$/m.exec(markdown)?.[1] ?? nameOf(file);
    const body = await renderPage(markdown, file, files);
    const page = template
      .replace('/*style*/', () => style)
      .replace('<!--title-->', () => title)
      .replace('<!--body-->', () => (file === OVERVIEW ? body : TO_OVERVIEW + body));
    return [nameOf(file), page] as const;
  });
  return Object.fromEntries(await Promise.all(pages));
}

const nameOf = (file: string) => (file === OVERVIEW ? '' : file.replace(/\.md$/, ''));

async function renderPage(markdown: string, file: string, files: readonly string[]): Promise<string> {
  const renderer = new Marked({ async: true, gfm: true });
  renderer.use({
    renderer: {
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        if (/^https:/.test(href)) return `<a href="${href}" rel="noreferrer">${text}</a>`;
        if (files.includes(href)) return `<a href="./${nameOf(href)}">${text}</a>`;
        // The rest of docs/ is not served: who reads on is told the file.
        if (/^\.\.\/[\w-]+\.md$/.test(href)) return `${text} (<code>docs/${href.slice(3)}</code>)`;
        throw new Error(
          `${FOLDER}/${file}: expected a link to another page there, to ../FILE.md or to https://, saw ${href}.`,
        );
      },
    },
  });
  return renderer.parse(markdown);
}
