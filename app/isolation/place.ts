/** Where the files of a module are. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Module } from "./types.ts";

/** A module with a folder of its own has the name that stands for a folder. */
export function folderOf({ specifier }: Module): string | undefined {
  return /^file:.*\/mod\.[jt]s$/.test(specifier)
    ? dirname(specifier)
    : undefined;
}

/** What a module may read: its folder if it has one of its own, else its file. */
export function readable(module: Module): string | undefined {
  const place = folderOf(module) ?? module.specifier;
  return place.startsWith("file:") ? fileURLToPath(place) : undefined;
}
