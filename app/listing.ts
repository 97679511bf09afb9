/** `--list`: what the plugins bring, from their own declarations. */
import type { Registry } from "../runtime/commands/registry.ts";
import { deviceClaims } from "./hardware/chosen.ts";
import { coreClaims } from "../runtime/settings/core_settings.ts";
import { settingText } from "../runtime/settings/setting_text.ts";
import { tableLines } from "./table.ts";

/** A plugin or vehicle type from outside. */
export interface Outsider {
  readonly name: string;
  /** Where it runs. */
  readonly place: string;
  /** What it is allowed, or asks for. */
  readonly rights: string;
}

/** The text of `--list`. */
export function listingText(
  registry: Registry,
  outsiders: readonly Outsider[] = [],
): string {
  const commands = registry.commands();
  const verbs = commands.filter(({ kind }) => kind === "verb");
  const codes = commands.filter(({ kind }) => kind === "code");
  const section = (title: string, rows: readonly (readonly string[])[]) => [
    title,
    ...tableLines(rows).map((line) => `  ${line}`),
  ];
  return [
    ...section(
      "SMS verbs",
      verbs.map(({ name, query, usage, owner, summary }) => [
        query ? `${name}[?]` : name,
        owner,
        usage,
        summary,
      ]),
    ),
    "",
    ...section(
      "MSG codes",
      codes.map(({ name, owner, usage, summary }) => [
        name,
        owner,
        usage,
        summary,
      ]),
    ),
    "",
    ...section(
      "Feature slots",
      [...registry.features].sort(([a], [b]) => a - b).map((
        [slot, { owner, def }],
      ) => [String(slot), owner, def.summary]),
    ),
    "",
    ...section(
      "Settings",
      [...coreClaims, ...deviceClaims, ...registry.settings].map((
        [name, { owner, def }],
      ) => [
        name,
        owner,
        def.secret ? "secret" : settingText(def.default),
        def.summary,
      ]),
    ),
    "",
    ...registry.exports.size === 0 ? [] : [
      ...section(
        "Exports",
        [...registry.exports].map((
          [name, { owner, def }],
        ) => [name, owner, def.summary]),
      ),
      "",
    ],
    ...section(
      "Record types",
      [...registry.records].map(([type, { owner, def }]) => [
        type,
        owner,
        def.summary,
        Object.keys(def.fields).join(", "),
      ]),
    ),
    ...outsiders.length === 0 ? [] : [
      "",
      ...section(
        "From outside",
        outsiders.map(({ name, place, rights }) => [name, place, rights]),
      ),
    ],
  ].join("\n");
}
