/** The plugin contract: one literal; every type follows from it. */
export {
  type Auth,
  type Call,
  CommandError,
  Declined,
  type LinkName,
  type Principal,
  type Sensitive,
} from "./calls.ts";
export type { Ctx, Declares, UserUnits } from "./context.ts";
export { declare, definePlugin, type Parts } from "./define.ts";
export type { Feature, FeatureDecl } from "./features.ts";
export type {
  Answer,
  Code,
  Query,
  Reply,
  Subcommand,
  Verb,
} from "./handlers.ts";
export type {
  AnyCode,
  AnyVerb,
  Every,
  ExportDecl,
  PermissionDecl,
  Plugin,
  PluginFacts,
  PluginLiteral,
} from "./literal.ts";
export type {
  Column,
  RecordDecl,
  Recorder,
  RecordForm,
  Row,
} from "./records.ts";
