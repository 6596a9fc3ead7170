/** The rules of the house that no linter has: each looks at one parsed file and says what is wrong and where. */
import ts from 'typescript';

export interface Breach {
  file: string;
  line: number;
  rule: string;
  message: string;
}

/** Where time, randomness and the environment may be touched: everything else gets them as arguments. */
const IMPURE_PLACES = [/^shared\/adapters\//, /^shared\/config\//, /^shared\/app\.ts$/, /^shared\/app\//];

const IMPURE_CALLS = new Map([
  ['Date.now', 'time comes in as an argument'],
  ['Math.random', 'randomness comes in as an argument'],
  ['performance.now', 'time comes in as an argument'],
  ['crypto.randomUUID', 'ids come in as arguments'],
  ['randomUUID', 'ids come in as arguments'],
  ['setTimeout', 'timers belong to adapters'],
  ['setInterval', 'timers belong to adapters'],
  ['setImmediate', 'timers belong to adapters'],
]);

/** Longest file. The aim is a median of 80 lines; a longer file holds more than one idea. A test tells a story and may be longer. */
const MAX_LINES = { source: 300, test: 400 };

/** Everything wrong with one file. `file` is relative to the repository, with forward slashes. */
export function breachesOf(file: string, text: string): Breach[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const breaches: Breach[] = [];
  const report = (node: ts.Node, rule: string, message: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    breaches.push({ file, line: line + 1, rule, message });
  };
  const product = /^(functions|shared)\//.test(file);
  const pure = product && !IMPURE_PLACES.some((place) => place.test(file));
  const visit = (node: ts.Node): void => {
    if (pure) checkPurity(node, report);
    if (product) checkIgnorance(node, report);
    if (product) checkDynamicImport(node, report);
    if (/\.test\.ts$/.test(file)) checkHonestTest(node, source, report);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const lines = text.split('\n').length;
  const most = file.startsWith('test/') ? MAX_LINES.test : MAX_LINES.source;
  if (lines > most) {
    breaches.push({
      file,
      line: lines,
      rule: 'file-length',
      message: `expected at most ${most} lines, saw ${lines}: split by idea`,
    });
  }
  return breaches;
}

type Report = (node: ts.Node, rule: string, message: string) => void;

function checkPurity(node: ts.Node, report: Report): void {
  if (ts.isCallExpression(node)) {
    const reason = IMPURE_CALLS.get(node.expression.getText());
    if (reason !== undefined) report(node, 'pure', `${node.expression.getText()}(): ${reason}`);
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) {
    report(node, 'pure', 'new Date() without argument: time comes in as an argument');
  }
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'process.env') {
    report(node, 'pure', 'process.env: only config/, adapters/ and app.ts read the environment');
  }
}

/** A package that is CommonJS inside would lose its names in the bundle; what the tests run would be another program. */
function checkDynamicImport(node: ts.Node, report: Report): void {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return;
  const target = node.arguments[0];
  if (target && ts.isStringLiteralLike(target) && !target.text.startsWith('.')) {
    report(node, 'dynamic-import', `import('${target.text}'): re-export it from a file of ours and import that file`);
  }
}

/** The product does not know where it runs. */
function checkIgnorance(node: ts.Node, report: Report): void {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node)) return;
  if (/contoso|localhost|127\.0\.0\.1|azurite/i.test(node.text)) {
    report(node, 'ignorance', `'${node.text}': the product does not know that it runs locally`);
  }
}

/** No test is focused, skipped, put off or without anything that could fail. */
function checkHonestTest(node: ts.Node, source: ts.SourceFile, report: Report): void {
  if (!ts.isCallExpression(node)) return;
  const callee = node.expression.getText(source);
  if (/^(test|it|describe|suite|t)\.(only|skip|todo)$/.test(callee))
    report(node, 'honest-tests', `${callee}: no focused, skipped or planned tests`);
  if (!/^(test|it)$/.test(callee)) return;
  for (const argument of node.arguments) {
    if (ts.isObjectLiteralExpression(argument)) {
      for (const property of argument.properties) {
        const name = property.name?.getText(source);
        if (name === 'only' || name === 'skip' || name === 'todo')
          report(property, 'honest-tests', `option '${name}': no focused, skipped or planned tests`);
      }
    }
  }
  const body = node.arguments.at(-1);
  if (body && (ts.isArrowFunction(body) || ts.isFunctionExpression(body))) {
    // A helper that asserts counts when its name says so.
    if (!/assert|expect|check|verify|prove|rejects|throws|contract|until|matchesGolden/i.test(body.getText(source))) {
      report(node, 'honest-tests', 'a test without an assertion cannot fail');
    }
  }
}
