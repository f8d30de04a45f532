import type { ts as TypeScript } from "ts-morph";
import type { SourceChild, SourceEntry, SourceNode, SyntaxProblem } from "../source/source-node.js";

/**
 * Finds the literals behind a module's default export, so that diagnostics can point at them. Follows
 * `defineConfig(…)`, `satisfies` and `as`, constants of the same file and spreads of them; anything else is
 * one node without children. Loads the TypeScript compiler, so call it only when there is something to point at.
 */
export async function readModuleTree(
  text: string,
  fileName: string,
): Promise<{ root: SourceNode | undefined; problems: SyntaxProblem[] }> {
  const { ts } = await import("ts-morph");
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.Latest, module: ts.ModuleKind.ESNext },
  });
  const problems = diagnostics
    .filter(({ category, start }) => category === ts.DiagnosticCategory.Error && start !== undefined)
    .map(({ start = 0, length = 0, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, " ").replace(/\.$/, "");
      return { start, end: start + length, message: message.charAt(0).toLowerCase() + message.slice(1) };
    });
  const tree = new ModuleTree(ts, source);
  const exported = tree.exported();
  return { root: exported === undefined ? undefined : tree.child(exported).node, problems };
}

class ModuleTree {
  readonly #ts: typeof TypeScript;
  readonly #source: TypeScript.SourceFile;
  readonly #constants = new Map<string, TypeScript.Expression>();
  readonly #built = new Map<TypeScript.Node, SourceNode>();
  readonly #open = new Set<TypeScript.Node>();

  constructor(ts: typeof TypeScript, source: TypeScript.SourceFile) {
    this.#ts = ts;
    this.#source = source;
    for (const statement of source.statements) {
      if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0)
        continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer !== undefined) this.#constants.set(name.text, initializer);
      }
    }
  }

  /** The expression that the module exports as its default. */
  exported(): TypeScript.Expression | undefined {
    const ts = this.#ts;
    for (const statement of this.#source.statements) {
      if (ts.isExportAssignment(statement)) return statement.expression;
      if (
        ts.isExportDeclaration(statement) &&
        statement.exportClause &&
        ts.isNamedExports(statement.exportClause)
      ) {
        const element = statement.exportClause.elements.find(({ name }) => name.text === "default");
        const local = element?.propertyName ?? element?.name;
        if (local !== undefined && ts.isIdentifier(local)) return local;
      }
      if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
        const { left, right, operatorToken } = statement.expression;
        const isAssignment = operatorToken.kind === ts.SyntaxKind.EqualsToken;
        if (isAssignment && left.getText(this.#source) === "module.exports") return right;
      }
    }
    return undefined;
  }

  child(expression: TypeScript.Expression): SourceChild {
    const ts = this.#ts;
    const inner = this.#unwrap(expression);
    if (ts.isIdentifier(inner)) {
      const initializer = this.#constants.get(inner.text);
      if (initializer !== undefined && !this.#open.has(initializer)) {
        return { node: this.#constant(initializer), alias: this.#place(inner) };
      }
    }
    if (ts.isPropertyAccessExpression(inner)) {
      const { node } = this.child(inner.expression);
      const found = node.kind === "map" ? node.entries.get(inner.name.text) : undefined;
      if (found !== undefined) return { node: found.node, alias: this.#place(inner) };
    }
    return { node: this.#literal(inner) };
  }

  /** A constant is read once, however often it is used; one that uses itself is not followed. */
  #constant(initializer: TypeScript.Expression): SourceNode {
    const known = this.#built.get(initializer);
    if (known !== undefined) return known;
    this.#open.add(initializer);
    const { node } = this.child(initializer);
    this.#open.delete(initializer);
    this.#built.set(initializer, node);
    return node;
  }

  /** Takes off what does not change the value: parentheses, types, `await`, and calls such as `defineConfig(…)`. */
  #unwrap(expression: TypeScript.Expression): TypeScript.Expression {
    const ts = this.#ts;
    let current = expression;
    for (;;) {
      if (
        ts.isParenthesizedExpression(current) ||
        ts.isAsExpression(current) ||
        ts.isSatisfiesExpression(current) ||
        ts.isNonNullExpression(current) ||
        ts.isTypeAssertionExpression(current) ||
        ts.isAwaitExpression(current)
      ) {
        current = current.expression;
        continue;
      }
      const argument = ts.isCallExpression(current) ? current.arguments[0] : undefined;
      if (!ts.isCallExpression(current) || argument === undefined) return current;
      const callee = current.expression.getText(this.#source);
      if (!/^(\w+\.)?define[A-Z]\w*(\(|$)|^(Object\.freeze|Promise\.resolve|structuredClone)$/.test(callee))
        return current;
      current = argument;
    }
  }

  #literal(node: TypeScript.Expression): SourceNode {
    const ts = this.#ts;
    const place = this.#place(node);
    if (ts.isObjectLiteralExpression(node)) return { kind: "map", entries: this.#entries(node), ...place };
    if (ts.isArrayLiteralExpression(node)) return { kind: "list", items: this.#items(node), ...place };
    if (ts.isStringLiteralLike(node)) return { kind: "scalar", value: node.text, ...place };
    if (ts.isNumericLiteral(node)) return { kind: "scalar", value: Number(node.text), ...place };
    if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: "scalar", value: true, ...place };
    if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: "scalar", value: false, ...place };
    return { kind: "scalar", value: null, ...place };
  }

  #entries(node: TypeScript.ObjectLiteralExpression): Map<string, SourceEntry> {
    const ts = this.#ts;
    const entries = new Map<string, SourceEntry>();
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        const { node: spread } = this.child(property.expression);
        if (spread.kind !== "map") continue;
        for (const [key, entry] of spread.entries)
          entries.set(key, { alias: this.#place(property), ...entry });
        continue;
      }
      const key = this.#key(property.name);
      if (key === undefined) continue;
      const { start: keyStart, end: keyEnd } = this.#place(property.name);
      const value: SourceChild = ts.isPropertyAssignment(property)
        ? this.child(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? this.child(property.name)
          : { node: { kind: "scalar", value: null, ...this.#place(property) } };
      entries.set(key, { ...value, keyStart, keyEnd });
    }
    return entries;
  }

  #items(node: TypeScript.ArrayLiteralExpression): SourceChild[] {
    const ts = this.#ts;
    const items: SourceChild[] = [];
    for (const element of node.elements) {
      if (!ts.isSpreadElement(element)) {
        items.push(this.child(element));
        continue;
      }
      const { node: spread } = this.child(element.expression);
      if (spread.kind !== "list") break; // nobody knows which index comes next
      for (const item of spread.items) items.push({ alias: this.#place(element), ...item });
    }
    return items;
  }

  #key(name: TypeScript.PropertyName): string | undefined {
    const ts = this.#ts;
    if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
    if (!ts.isComputedPropertyName(name)) return undefined;
    const { node } = this.child(name.expression);
    return node.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
  }

  #place(node: TypeScript.Node): { start: number; end: number } {
    return { start: node.getStart(this.#source), end: node.getEnd() };
  }
}
