/** The first line of a process that runs plugins: what its modules bring. */
import type { Declaration } from "../../runtime/isolation/declaration.ts";

/** One part of a module. */
export type HelloPart =
  & {
    /** The module's place among those that the process was to load. */
    readonly module: number;
  }
  & (
    | { readonly guest: number; readonly declaration: Declaration }
    | { readonly vehicle: { readonly type: string; readonly name: string } }
    | { readonly trouble: string }
  );

export interface Hello {
  readonly parts: readonly HelloPart[];
}
