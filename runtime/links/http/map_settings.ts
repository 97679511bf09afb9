import * as v from "valibot";
import { setting } from "../../contract/settings.ts";

/** Parts of an address of tiles. */
const PLACES = ["{z}", "{x}", "{y}"];

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ["https:", "http:"].includes(url.protocol) &&
    url.username === "" && PLACES.every((place) => text.includes(place));
}

/** Settings `map.*`. */
export const mapSettings = {
  tiles: setting({
    schema: v.pipe(
      v.string(),
      v.maxLength(300),
      v.check(
        (text) => text === "" || isAddress(text),
        "expected an address such as https://tile.example/{z}/{x}/{y}.png",
      ),
    ),
    default: "",
    summary:
      "Address of a tile server for maps; the browser asks it for the places that are looked at; empty for none",
  }),
  attribution: setting({
    schema: v.pipe(v.string(), v.maxLength(200)),
    default: "",
    summary: "What the tile server wants to be said below its maps",
  }),
};

/** The one origin that pages may load pictures of; undefined without a tile server. */
export function tileOrigin(tiles: string): string | undefined {
  return tiles === "" ? undefined : URL.parse(tiles)?.origin;
}
