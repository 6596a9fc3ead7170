/** What documents name must be there: files by link or by path, and commands. */
import type { Breach } from './rules.ts';

export interface Repository {
  /** A path or a glob from the root. */
  has(pattern: string): boolean;
  /** Of package.json. */
  scripts: ReadonlySet<string>;
}

const LINK = /\]\(([^)\s]+)\)/g;
const CODE = /`([^`]+)`/g;
const ROOTS = /^(functions|shared|local|test|dashboard|doctor|docs|bench|infra)\//;
const FILE_NAME = /^[\w.*{},-]+\.(ts|md|yaml|json|cjs|html|css)$/;
/** What npm knows without package.json. */
const NPM_OWN = new Set(['ci', 'install', 'start', 'test', 'run']);

/** @param file from the root, with forward slashes */
export function breachesOfDocument(file: string, text: string, repository: Repository): Breach[] {
  return text.split('\n').flatMap((line, index) => {
    const missing = [
      ...missingLinks(file, line, repository),
      ...missingPaths(line, repository),
      ...missingCommands(line, repository),
    ];
    return missing.map((message) => ({ file, line: index + 1, rule: 'documents', message }));
  });
}

function missingLinks(file: string, line: string, { has }: Repository): string[] {
  return [...line.replaceAll(CODE, '').matchAll(LINK)].flatMap(([, target = '']) => {
    const name = target.split('#')[0] ?? '';
    if (name === '' || /^[a-z]+:/i.test(name)) return [];
    const from = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
    return has(`${from}/${name}`) ? [] : [`the link to '${target}' leads nowhere`];
  });
}

/** A bare file name lies where the path before it on the same line does. */
function missingPaths(line: string, { has }: Repository): string[] {
  let folder: string | undefined;
  return [...line.matchAll(CODE)].flatMap(([, code = '']) => {
    if (ROOTS.test(code) && !/[\s<]/.test(code)) {
      folder = code.slice(0, code.lastIndexOf('/'));
      return has(code) ? [] : [`there is no '${code}'`];
    }
    if (folder === undefined || !FILE_NAME.test(code)) return [];
    return has(`${folder}/${code}`) || has(code) ? [] : [`there is no '${code}' in ${folder}/ or at the root`];
  });
}

function missingCommands(line: string, { scripts }: Repository): string[] {
  return [...line.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].flatMap(([all, name = '']) => {
    const isKnown = scripts.has(name) || (NPM_OWN.has(name) && !all.startsWith('npm run '));
    return isKnown || !isCode(line, all) ? [] : [`there is no command '${all}' in package.json`];
  });
}

/** In prose npm is npm; in code it is a command. */
const isCode = (line: string, part: string) =>
  line.startsWith('    ') || [...line.matchAll(CODE)].some(([, code = '']) => code.includes(part));
