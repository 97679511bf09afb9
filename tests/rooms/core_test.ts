import { room } from "./room.ts";

await room("core");
