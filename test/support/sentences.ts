import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { LANGUAGES } from '../../src/domain.ts';

/** A sentence in the source, with a number wherever something varies. */
export interface Sentence {
  readonly text: string;
  /** `commands/skip.ts:16` */
  readonly where: string;
}

/** Functions and constructors that are given sentences for people. */
const TRANSLATING = new Set(['say', 'translate']);
const TELLING = new Set(['announce', 'whisper', 'refusal', 'sentence', 'wrong', 'UserError', 'BadHistory', 'bad', 'UndecodableError', 'noticed', 'lose']);
/** Properties that hold sentences for people. */
const HOLDING = new Set(['text', 'reason', 'message', 'description']);
/** What only whoever runs Segue reads, or a developer. */
const UNSEEN = /(?:^|\.|#)(?:log|tell|report|warn|info|error|debug|Error|RangeError|TypeError|write)$/;
const A_SENTENCE = /^(?:\p{Lu}|“|<@|7).*\p{L}{2}.* .*[.?!]$/u;
const WORDS = /\p{Ll}{2}/u;
const VARYING = '7';
/** Functions that put something between quotation marks. */
const QUOTING = new Set(['quoted', 'inQuotes']);
/** Of one expression; more would be a sentence glued from bits, which no catalogue can hold. */
const MOST_VARIANTS = 100;

/**
 * The sentences for people in files of the tree, as far as they can be seen: whatever reads like a sentence, and
 * whatever is given to a function that tells people something, followed through the constants and functions of
 * the same file.
 */
export function sentencesIn(patterns: readonly string[]): readonly Sentence[] {
  return globSync([...patterns]).toSorted().flatMap((file) => sentencesOf(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)));
}

function sentencesOf(source: ts.SourceFile): Sentence[] {
  const found = new Map<string, Sentence>();
  const variants = variantsIn(source);
  const take = (node: ts.Expression, counts: (text: string) => boolean): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    for (const text of variants(node)) if (WORDS.test(text) && counts(text)) found.set(text, { text, where: `${source.fileName}:${line + 1}` });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = node.expression.getText();
      if (UNSEEN.test(name)) return;
      const function_ = name.split(/\.|#/).at(-1) ?? '';
      // A single word may also be a tone or a code for the program.
      if (TRANSLATING.has(function_)) for (const argument of node.arguments ?? []) take(argument, (text) => !LANGUAGES.some((language) => language === text));
      if (TELLING.has(function_)) for (const argument of node.arguments ?? []) take(argument, (text) => text.includes(' '));
    }
    if (ts.isPropertyAssignment(node) && HOLDING.has(node.name.getText())) take(node.initializer, () => true);
    if (isText(node) && !(node.parent && isText(node.parent))) take(node, (text) => A_SENTENCE.test(text));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()];
}

function isText(node: ts.Node): node is ts.Expression {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken && (isText(node.left) || isText(node.right)));
}

/** What an expression may say. */
function variantsIn(source: ts.SourceFile): (expression: ts.Expression) => readonly string[] {
  const declared = new Map<string, ts.Expression[]>();
  const declare = (name: string, value: ts.Expression) => declared.set(name, [...(declared.get(name) ?? []), value]);
  const collect = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) declare(node.name.text, node.initializer);
    if (ts.isFunctionDeclaration(node) && node.name) for (const value of returned(node)) declare(node.name.text, value);
    ts.forEachChild(node, collect);
  };
  collect(source);

  const open = new Set<ts.Expression>();
  const variants = (node: ts.Expression): readonly string[] => {
    if (open.has(node)) return [VARYING];
    open.add(node);
    const said = [...new Set(read(node))];
    open.delete(node);
    if (said.length > MOST_VARIANTS) throw new Error(`${source.fileName}: too many ways to read ${node.getText()}`);
    return said.length > 0 ? said : [VARYING];
  };
  const read = (node: ts.Expression): readonly string[] => {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce<readonly string[]>((said, span) => product(said, product(variants(span.expression), [span.literal.text])), [node.head.text]);
    }
    if (ts.isConditionalExpression(node)) return [...variants(node.whenTrue), ...variants(node.whenFalse)];
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return variants(node.expression);
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind === ts.SyntaxKind.PlusToken && isText(node)) return product(variants(node.left), variants(node.right));
      if (kind === ts.SyntaxKind.QuestionQuestionToken) return [...variants(node.left), ...variants(node.right)];
      if (kind === ts.SyntaxKind.BarBarToken) return [...variants(node.left).filter((text) => text !== ''), ...variants(node.right)];
    }
    if (ts.isIdentifier(node)) return (declared.get(node.text) ?? []).flatMap(variants);
    if (ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node)) return ts.isIdentifier(node.expression) ? (declared.get(node.expression.text) ?? []).flatMap(valuesOf) : [];
    if (ts.isCallExpression(node) && QUOTING.has(node.expression.getText())) return [`“${VARYING}”`];
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) return (declared.get(node.expression.text) ?? []).flatMap(variants);
    return [];
  };
  const valuesOf = (node: ts.Expression): readonly string[] => {
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return valuesOf(node.expression);
    return ts.isObjectLiteralExpression(node) ? node.properties.flatMap((one) => (ts.isPropertyAssignment(one) ? variants(one.initializer) : [])) : [];
  };
  return variants;
}

function returned(node: ts.FunctionDeclaration): readonly ts.Expression[] {
  const values: ts.Expression[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isFunctionLike(inner)) return;
    if (ts.isReturnStatement(inner) && inner.expression) values.push(inner.expression);
    ts.forEachChild(inner, visit);
  };
  if (node.body) visit(node.body);
  return values;
}

function product(left: readonly string[], right: readonly string[]): readonly string[] {
  return left.flatMap((start) => right.map((end) => start + end));
}
