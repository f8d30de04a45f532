import type { Node, Signature, Type, Symbol as TypeSymbol } from "ts-morph";

/** Where a contract is declared. Paths are absolute. */
export interface ContractLocation {
  readonly contractFile: string;
  /** `default`, or the name of a named export. */
  readonly contractName: string;
  /** The `tsconfig.json` to read the contract with, if the project has one. */
  readonly tsconfig: string | undefined;
}

/** What a contract asks for: the members of an object, or a function. */
export type Contract =
  | { readonly form: "object"; readonly members: readonly ContractMember[] }
  | { readonly form: "function"; readonly call: ContractCall };

/** A member that every provider must have. */
export interface ContractMember {
  /** As it is written in an object: `dev`, `"build-image"` or `[Symbol.asyncDispose]`. */
  readonly name: string;
  /** Absent for a member that is no function. */
  readonly call?: ContractCall;
  /** True when a string, at least of the given id, can stand here. */
  readonly isText: boolean;
}

/** How a function of a contract is called. */
export interface ContractCall {
  /** Empty where overloads leave the types open. */
  readonly parameters: readonly string[];
  readonly isAsync: boolean;
}

/**
 * Reads what a contract asks for; undefined where that cannot be met by an object or a function alone:
 * unions, classes with private members, constructors.
 */
export async function readContract({
  contractFile,
  contractName,
  tsconfig,
}: ContractLocation): Promise<Contract | undefined> {
  const morph = await import("ts-morph");
  const project = new morph.Project({
    ...(tsconfig !== undefined && { tsConfigFilePath: tsconfig }),
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { strict: true },
  });
  const declaration = project
    .addSourceFileAtPathIfExists(contractFile)
    ?.getExportedDeclarations()
    .get(contractName)
    ?.find((node) => isTypeDeclaration(morph, node));
  const type = declaration?.getType();
  if (declaration === undefined || type === undefined) return undefined;
  if (type.isUnion() || type.getConstructSignatures().length > 0) return undefined;
  const properties = type.getProperties();
  if (properties.some((property) => isHidden(morph, property))) return undefined;
  const call = callOf(type);
  if (call !== undefined) return properties.length > 0 ? undefined : { form: "function", call };
  if (!type.isObject() && !type.isIntersection()) return undefined;
  const members = properties
    .filter((property) => !property.isOptional())
    .map((property) => member(morph, property, property.getTypeAtLocation(declaration)));
  return { form: "object", members };
}

type Morph = typeof import("ts-morph");

function isTypeDeclaration(morph: Morph, node: Node): boolean {
  const { Node } = morph;
  return (
    Node.isInterfaceDeclaration(node) || Node.isTypeAliasDeclaration(node) || Node.isClassDeclaration(node)
  );
}

/** Private and protected members are met only by a subclass. */
function isHidden({ Node, SyntaxKind }: Morph, property: TypeSymbol): boolean {
  return property
    .getDeclarations()
    .some(
      (node) =>
        (Node.hasName(node) && node.getName().startsWith("#")) ||
        (Node.isModifierable(node) &&
          (node.hasModifier(SyntaxKind.PrivateKeyword) || node.hasModifier(SyntaxKind.ProtectedKeyword))),
    );
}

function member(morph: Morph, property: TypeSymbol, type: Type): ContractMember {
  const call = callOf(type);
  return { name: writtenName(morph, property), ...(call && { call }), isText: type.isString() };
}

function writtenName({ SyntaxKind }: Morph, property: TypeSymbol): string {
  const name = property.getName();
  if (name.startsWith("__@")) {
    const [declaration] = property.getDeclarations();
    return (
      declaration?.getFirstChildByKind(SyntaxKind.ComputedPropertyName)?.getText() ?? JSON.stringify(name)
    );
  }
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function callOf(type: Type): ContractCall | undefined {
  const calls = type.getCallSignatures();
  const [first, overload] = calls;
  if (first === undefined) return undefined;
  return {
    parameters: overload === undefined ? parameterNames(first) : [],
    isAsync: calls.every((call) => call.getReturnType().getSymbol()?.getName() === "Promise"),
  };
}

function parameterNames(call: Signature): string[] {
  return call.getParameters().map((parameter, index) => {
    const name = parameter.getName();
    return /^[A-Za-z$][\w$]*$/.test(name) ? name : `argument${index + 1}`;
  });
}
