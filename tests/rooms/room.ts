/** Rooms: test files that share one isolate, so that what they all import is loaded once a room and not once a file. */

/**
 * Which folders and files stand in which room; a file belongs to the longest path that it is in. Rooms are begun
 * in the order of their names.
 */
export const ROOMS = {
  abuse: ["tests/app/isolation/misbehaving_test.ts"],
  app: ["tests/app/"],
  bad_ends: ["tests/app/isolation/safe_start_test.ts"],
  cars: ["tests/plugins/", "examples/"],
  core: ["tests/runtime/", "tests/testing/", "tests/guide/", "tests/soak/"],
  devices: [
    "tests/app/hardware/gateway_test.ts",
    "tests/app/hardware/keeper_test.ts",
    "tests/app/hardware/permissions_test.ts",
  ],
  docs: ["tests/"],
  hal: ["tests/hal/"],
  // Together they wait as long as all that is left in hal.
  hardware: [
    "tests/app/hardware/",
    "tests/app/console/",
    "tests/hal/gps/",
    "tests/hal/sim/",
  ],
  isolation: ["tests/app/isolation/"],
  links: ["tests/runtime/links/"],
  scenarios: ["tests/scenarios/"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const ROOT = new URL("../../", import.meta.url);

/** Registers the tests of a room. */
export async function room(name: keyof typeof ROOMS): Promise<void> {
  for (const file of ROOMS[name].flatMap(testsIn)) {
    if (roomOf(file) === name) await import(new URL(file, ROOT).href);
  }
}

/** A file, or all test files of a folder and of those below it, from the repository's root, in order. */
function testsIn(folder: string): readonly string[] {
  if (folder.endsWith(".ts")) return [folder];
  return [...Deno.readDirSync(new URL(folder, ROOT))]
    .sort((a, b) => a.name < b.name ? -1 : 1)
    .flatMap(({ name, isDirectory }) =>
      isDirectory
        ? testsIn(`${folder}${name}/`)
        : name.endsWith("_test.ts") && folder !== "tests/rooms/"
        ? [`${folder}${name}`]
        : []
    );
}

function roomOf(file: string): string | undefined {
  return Object.entries(ROOMS)
    .flatMap(([name, folders]) => folders.map((folder) => ({ name, folder })))
    .filter(({ folder }) => file.startsWith(folder))
    .sort((a, b) => b.folder.length - a.folder.length)[0]?.name;
}
