/** A route of the API as one literal: what it takes and gives is checked, typed and documented from the same schemas. */
import * as v from "valibot";
import type { Sender } from "../../../commands/sensitive.ts";
import type { AlertBoard } from "../values/alert_board.ts";
import type { Access, Caller } from "../login/access.ts";
import type { BusLook } from "../values/bus_look.ts";
import { Problem } from "../answers/problem.ts";
import type { HttpServices } from "../services.ts";
import type { Say } from "../answers/told.ts";
import type { Trail } from "../values/trail.ts";
import type { TroubleBook } from "../values/trouble_book.ts";

/** A schema without anything that takes time. */
export type Schema = v.GenericSchema<unknown, unknown>;

/** What a route works with. */
export interface RouteContext {
  readonly services: HttpServices;
  readonly trail: Trail;
  /** Who asks. */
  readonly caller: Caller;
  readonly access: Access;
  readonly alerts: AlertBoard;
  readonly look: BusLook;
  readonly troubles: TroubleBook;
  readonly request: Request;
  /** Tells texts in the language of whoever asks. */
  readonly say: Say;
  /** How many streams are open. */
  readonly streams: () => number;
}

/** The parts of a request that schemas describe. */
export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** How a route is asked for. */
export type Method = "get" | "post" | "put" | "delete";

/** How a route is declared. */
interface RouteLiteral<
  P extends Schema,
  Q extends Schema,
  B extends Schema,
  A extends Schema,
> {
  readonly method: Method;
  /** Behind `/api/v1`; parameters as `{name}`. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** Only for the owner, not for who logged in with the module password. */
  readonly owner?: true;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Largest body, bytes, where it may be larger than usual. */
  readonly largest?: number;
  /** What it gives as JSON. */
  readonly answer: A;
  /** Other media types that it can give. */
  readonly also?: readonly string[];
  readonly run: (
    input: {
      readonly params: v.InferOutput<P>;
      readonly query: v.InferOutput<Q>;
      readonly body: v.InferOutput<B>;
    },
    context: RouteContext,
  ) => v.InferOutput<A> | Response | Promise<v.InferOutput<A> | Response>;
}

/** A route, inner types gone. */
export interface Route {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly owner: boolean;
  readonly params: Schema | undefined;
  readonly query: Schema | undefined;
  readonly body: Schema | undefined;
  readonly largest: number | undefined;
  readonly answer: Schema;
  readonly also: readonly string[];
  /** Checks the input and runs the route. */
  readonly handle: (input: Input, context: RouteContext) => Promise<unknown>;
}

/** Declares a route. */
export function route<
  P extends Schema = v.UndefinedSchema<undefined>,
  Q extends Schema = v.UndefinedSchema<undefined>,
  B extends Schema = v.UndefinedSchema<undefined>,
  A extends Schema = Schema,
>(literal: RouteLiteral<P, Q, B, A>): Route {
  const { method, path, summary, owner = false, params, query, body } = literal;
  const { answer, also = [], largest, run } = literal;
  return {
    method,
    path,
    summary,
    owner,
    params,
    query,
    body,
    largest,
    answer,
    also,
    async handle(input, context) {
      checkRight(context.caller, method, owner);
      return await run({
        params: checked(params, input.params, "path"),
        query: checked(query, input.query, "query"),
        body: checked(body, input.body, "body"),
      }, context);
    },
  };
}

/** Somebody as the sender of commands and queries. */
export function senderOf({ principal, right, who }: Caller): Sender {
  const refusal = right === "tune"
    ? undefined
    : `The ${who} may run commands, but neither tune the car, change who may nor see passwords: log in with one that has the right to tune`;
  return {
    link: "http",
    from: "",
    principal,
    guarded: refusal,
  };
}

/**
 * Whether somebody may ask.
 * @param owner whether only the owner may
 * @throws Problem 403
 */
export function checkRight(
  { principal, right, who }: Caller,
  method: Method,
  owner: boolean,
): void {
  if (right === "see" && method !== "get") {
    throw new Problem(
      403,
      `The ${who} may only look: log in with one that has the right to command or to tune`,
    );
  }
  if (!owner || principal === "owner") return;
  throw new Problem(403, "Only the owner may do that: log in with the token");
}

/** @throws Problem 400 that names what does not fit */
function checked<S extends Schema>(
  schema: S | undefined,
  value: unknown,
  where: string,
): v.InferOutput<S> {
  if (schema === undefined) return undefined;
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const sentences = parsed.issues.map((issue) => {
    const at = v.getDotPath(issue);
    return at === null ? issue.message : `${at}: ${issue.message}`;
  });
  throw new Problem(400, `In the ${where}: ${sentences.join("; ")}`);
}
