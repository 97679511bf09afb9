/**
 * Keeps when the network and the server were there, for the view of the track.
 * @module
 */
import { type Ctx, declare, definePlugin, type Plugin } from "ovms-edge";
import { texts } from "./languages.ts";

/** Seconds for which events are kept. */
const KEPT = 30 * 86_400;
/** There is one network and one server; the column tells them apart. */
const NUMBER = 0;

/** What comes and goes. */
type Way = "network" | "server";

const own = declare({
  reads: { network: "m.net.connected", server: "s.v2.connected" },
  records: {
    events: {
      type: "*-Net-Event",
      summary: "The network or the server came or was lost",
      lifetime: KEPT,
      send: false,
      fields: { way: "text", event: "text" },
    },
  },
  // What is not there at the start was not lost.
  state: () => ({ network: false, server: false }),
});

function note(
  way: Way,
  isThere: boolean,
  { state, records }: Ctx<typeof own>,
): void {
  if (isThere === state[way]) return;
  state[way] = isThere;
  records.events.write(NUMBER, { way, event: isThere ? "connected" : "lost" });
}

/** Events of network and server. */
const net: Plugin = definePlugin({
  ...own,
  id: "net",
  summary: "When network and server were there",
  texts,
  // After a restart of the vehicle's side both may be there already.
  start: ({ state, metrics }) => {
    state.network = metrics.network.or(false);
    state.server = metrics.server.or(false);
  },
  on: {
    network: (isThere, ctx) => note("network", isThere, ctx),
    server: (isThere, ctx) => note("server", isThere, ctx),
  },
});
export default net;
