import { definePlugin, type Plugin, v } from "ovms-edge";

/** What a server answers that is busy or ill: it may take the same later. */
const LATER: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

const plugin: Plugin = definePlugin({
  id: "post",
  permissions: { net: ["*"] },
  settings: {
    url: {
      schema: v.string(),
      default: "",
      summary: "Address that gets the notices",
      secret: true,
    },
  },
  channels: {
    post: {
      summary: "Notices as HTTP requests",
      exists: ({ settings }) => settings.url !== "",
      wants: ({ priority, always }) => priority !== "info" || always,
      budget: 60,
      timeout: 15,
      send: async ({ id, text, priority, signal }, { settings }) => {
        const { ok, status, body } = await fetch(settings.url, {
          method: "POST",
          headers: { "x-id": `${id}`, "x-priority": priority },
          body: text,
          signal,
        });
        await body?.cancel();
        if (ok) return "delivered";
        const reason = `answered ${status}`;
        return LATER.has(status) ? { later: reason } : { refused: reason };
      },
    },
  },
});
export default plugin;
