import * as v from "valibot";
import { timeText } from "../../../records/export/mod.ts";
import { Problem, refusing } from "../answers/problem.ts";
import { RIGHTS } from "../login/tokens.ts";
import { route, type RouteContext } from "./route.ts";
import { timeAnswer } from "./schemas.ts";

const name = v.pipe(
  v.string(),
  v.regex(
    /^[\p{L}\d][\p{L}\d ._-]{0,29}$/u,
    "expected up to 30 letters, digits, blanks, dots and dashes",
  ),
);
const right = v.picklist(RIGHTS);

/** A named token, without itself. */
export const tokenAnswer = v.object({
  name: v.string(),
  /** `see` looks only, `command` runs commands as the module password does, `tune` may everything. */
  right,
  made: timeAnswer,
});

/** Who got in and who no longer does is a change of the configuration. */
function note(
  { services, caller }: RouteContext,
  key: string,
  old: string,
  now: string,
): void {
  const who = `http ${caller.who}`;
  services.options.hal.store.journal({
    who,
    what: "token",
    key,
    old,
    new: now,
  });
}

/** Named tokens and sessions. */
export const accessRoutes = [
  route({
    method: "get",
    path: "/tokens",
    summary: "Named tokens with what they may; not the tokens themselves",
    owner: true,
    answer: v.array(tokenAnswer),
    run: (_, { access }) => access.tokens.list().map((token) => ({ ...token })),
  }),
  route({
    method: "post",
    path: "/tokens",
    summary: "Makes a named token, which is told this once",
    owner: true,
    body: v.strictObject({ name, right }),
    answer: v.object({ name: v.string(), right, token: v.string() }),
    run({ body: { name, right } }, context) {
      const { access, services } = context;
      const made = timeText(services.options.hal.store.stamp().wall);
      const token = refusing(() => access.tokens.make(name, right, made));
      note(context, name, "", right);
      return { name, right, token };
    },
  }),
  route({
    method: "delete",
    path: "/tokens/{name}",
    summary: "Revokes a named token; whoever is logged in by it is logged out",
    owner: true,
    params: v.object({ name: v.pipe(v.string(), v.maxLength(80)) }),
    answer: v.object({ ok: v.literal(true) }),
    run({ params: { name } }, context) {
      const { tokens } = context.access, right = tokens.get(name)?.right;
      if (right === undefined || !tokens.revoke(name)) {
        throw new Problem(
          404,
          `There is no token "${name}": /api/v1/tokens lists all`,
        );
      }
      note(context, name, right, "");
      return { ok: true } as const;
    },
  }),
  route({
    method: "post",
    path: "/logout-others",
    summary: "Ends all other sessions",
    owner: true,
    answer: v.object({ ok: v.literal(true) }),
    run(_, { access, request }) {
      access.logoutOthers(request);
      return { ok: true } as const;
    },
  }),
];
