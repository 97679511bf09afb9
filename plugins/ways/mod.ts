/**
 * The page of links and channels: what is connected, what became of the last messages, a test message.
 * @module
 */
import { CommandError, definePlugin, type Plugin, told, v } from "ovms-edge";
import { texts } from "./languages.ts";

const plugin: Plugin = definePlugin({
  id: "ways",
  summary: "Links and channels of the gateway",
  texts,
  needs: ["system"],
  queries: {
    state: {
      summary: "Links and channels of notices as they are now",
      answer: v.object({
        links: v.array(v.object({
          name: told,
          state: told,
          problems: v.array(told),
        })),
        channels: v.array(v.object({
          id: v.string(),
          exists: v.boolean(),
          ready: v.boolean(),
          waiting: v.number(),
          last: told,
          error: told,
        })),
      }),
      run: (_, { hal: { system } }) => ({
        links: system.links().map(({ problems, ...link }) => ({
          ...link,
          problems: [...problems],
        })),
        channels: [...system.channels()],
      }),
    },
    test: {
      summary: "Sends a test message on a channel",
      acts: true,
      owner: true,
      args: v.object({ channel: v.string() }),
      answer: v.object({ queued: v.literal(true) }),
      run: ({ channel }, { hal: { system } }) => {
        if (!system.testChannel(channel)) {
          throw new CommandError(
            `The channel ${channel} is not set up: there is nothing to test`,
          );
        }
        return { queued: true } as const;
      },
    },
  },
  pages: {
    ways: {
      name: "Links and channels",
      names: { de: "Verbindungen und Kanäle", fr: "Liaisons et canaux" },
      about: "gateway",
      place: "connections",
      icon: "M4 12h4l3-7 3 14 3-7h3",
      module: new URL("./page/ways.js", import.meta.url),
    },
  },
});
export default plugin;
