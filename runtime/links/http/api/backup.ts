import * as v from "valibot";
import { told } from "../../../contract/texts.ts";
import { fingerprint } from "../login/fingerprint.ts";
import type { BackupPreview, Backups } from "../gateway.ts";
import { Problem, refusing } from "../answers/problem.ts";
import { route } from "./route.ts";

/** Largest backup, bytes. */
const LARGEST = 4 * 1024 * 1024;

/** What putting a backup back would change. */
export const previewAnswer = v.object({
  /** When it was made, UTC; empty where nobody knows. */
  made: v.string(),
  /** Version of the program that made it. */
  program: v.string(),
  changes: v.array(v.object({
    kind: v.picklist(["parameter", "feature", "setting", "memory"]),
    key: v.string(),
    old: told,
    new: told,
  })),
  /** Stands for these very changes. */
  seen: v.string(),
});

const backup = v.unknown();

/** Backups. */
export const backupRoutes = (backups: Backups) => [
  route({
    method: "get",
    path: "/backup",
    summary:
      "A backup of parameters, features, settings, plugins' values and journal, without secrets",
    owner: true,
    answer: v.looseObject({ format: v.string() }),
    run() {
      const { name, text } = backups.take();
      return new Response(text, {
        headers: {
          "content-type": "application/json",
          "content-disposition": `attachment; filename="${name}"`,
        },
      });
    },
  }),
  route({
    method: "post",
    path: "/backup/preview",
    summary: "What putting a backup back would change; nothing is changed",
    owner: true,
    largest: LARGEST,
    body: v.strictObject({ backup }),
    answer: previewAnswer,
    run: ({ body }) => previewed(backups, body.backup),
  }),
  route({
    method: "post",
    path: "/backup/restore",
    summary:
      "Puts a backup back, all or nothing, if that changes what its preview told",
    owner: true,
    largest: LARGEST,
    body: v.strictObject({ backup, seen: v.string() }),
    answer: v.object({ said: told }),
    run({ body: { backup, seen } }, { caller }) {
      if (previewed(backups, backup).seen !== seen) {
        throw new Problem(
          409,
          "Nothing was restored: what it would change is no longer what was shown, so look at it again",
        );
      }
      const who = `http ${caller.who}`;
      return { said: refusing(() => backups.restore(backup, who)) };
    },
  }),
];

function previewed(
  backups: Backups,
  backup: unknown,
): v.InferOutput<typeof previewAnswer> {
  const { changes, ...about }: BackupPreview = refusing(() =>
    backups.preview(backup)
  );
  return {
    ...about,
    changes: changes.map((change) => ({ ...change })),
    seen: fingerprint(JSON.stringify([about, changes])),
  };
}
