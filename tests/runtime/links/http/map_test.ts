import assert from "node:assert/strict";
import { openConsole } from "./console.ts";

const policyOf = async (car: ReturnType<typeof openConsole>) => {
  const answer = await car.ask("/");
  await answer.body?.cancel();
  return answer.headers.get("content-security-policy") ?? "";
};

Deno.test("pictures come from the gateway alone, and from the owner's tile server once it is named", async () => {
  using car = openConsole();
  assert.match(await policyOf(car), /img-src 'self';/);
  const { settings } = car.runtime;
  settings.set(
    "map.tiles",
    "https://tile.example:8443/a/{z}/{x}/{y}.png?key=1",
    "test",
  );
  settings.set("map.attribution", "© somebody", "test");
  const policy = await policyOf(car);
  assert.match(policy, /img-src 'self' https:\/\/tile\.example:8443;/);
  assert.match(policy, /connect-src 'self';/);
  assert.match(policy, /default-src 'none';/);
  const { map } = await car.api("/vehicle") as { map: unknown };
  assert.deepEqual(map, {
    tiles: "https://tile.example:8443/a/{z}/{x}/{y}.png?key=1",
    attribution: "© somebody",
  });
  settings.set("map.tiles", undefined, "test");
  assert.match(await policyOf(car), /img-src 'self';/);
});

Deno.test("what is no address of tiles is refused and changes nothing", async () => {
  using car = openConsole();
  for (
    const wrong of [
      "tile.example",
      "https://tile.example/",
      "https://tile.example/{z}/{x}.png",
      "javascript:{z}{x}{y}",
      "https://user:secret@tile.example/{z}/{x}/{y}",
      "https://a; script-src *//{z}/{x}/{y}",
    ]
  ) {
    assert.throws(
      () => car.runtime.settings.set("map.tiles", wrong, "test"),
      /expected an address such as/,
    );
  }
  assert.match(await policyOf(car), /img-src 'self';/);
});
