/**
 * The run time of provc: registries of providers, and what generated code and custom providers need.
 *
 * Importing it loads no validator, no provider and none of the compiler's dependencies.
 *
 * @module
 */

export type { JsonSchema, JsonSchemaObject } from "./contract/json-schema.js";
export type {
  ChoiceForm,
  ChoicePlacement,
  DuplicatePolicy,
  KindDescription,
  ProviderDescription,
  ProviderRequirements,
  RoutingRule,
  RoutingTable,
  RoutingValue,
} from "./contract/kind.js";
export type { KindTable, PagedKindTable, ProviderEntry, TablePage } from "./contract/table.js";
export type {
  ValidateFunction,
  ValidatorError,
  ValidatorFailure,
  ValidatorModule,
} from "./contract/validator.js";
export type { DocumentDefinition } from "./document/document-definition.js";
export type { ConfigIssue } from "./errors/config-issue.js";
export { DuplicateProviderError } from "./errors/duplicate-provider-error.js";
export { EmptyIdError } from "./errors/empty-id-error.js";
export { InvalidConfigError } from "./errors/invalid-config-error.js";
export { NoRouteError } from "./errors/no-route-error.js";
export { ProvcError } from "./errors/provc-error.js";
export { type LoadedPart, ProviderLoadError } from "./errors/provider-load-error.js";
export { ProviderNotFoundError } from "./errors/provider-not-found-error.js";
export { RegistrySealedError } from "./errors/registry-sealed-error.js";
export { TargetNotAbleError } from "./errors/target-not-able-error.js";
export { TargetNotRegisteredError } from "./errors/target-not-registered-error.js";
export { WrongKindError } from "./errors/wrong-kind-error.js";
export { createRegistry, type KindOptions, Registry } from "./registry/create-registry.js";
export { defineProvider } from "./registry/define-provider.js";
export type {
  AnyProviderDefinition,
  ProviderDefinition,
  ProviderDefinitionInput,
} from "./registry/provider-definition.js";
export {
  jsonSchema,
  type ProviderSchema,
  type SchemaInput,
  type SchemaOutput,
  type TypedJsonSchema,
} from "./registry/provider-schema.js";
export type {
  AcceptedId,
  AnyRegistry,
  ConfigInput,
  ConfigOutput,
  Created,
  InlineFields,
  KnownId,
  NamespacedId,
  PlaceOptions,
  Selection,
  ValidateOptions,
  ValidationResult,
} from "./registry/registry-types.js";
export type { Resolution, RoutingInput, RoutingStep } from "./registry/routing-types.js";
export type { CheckResult, ConfigChecker, IssueContext } from "./validation/checker.js";
