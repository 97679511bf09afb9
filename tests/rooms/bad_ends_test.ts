import { room } from "./room.ts";

await room("bad_ends");
