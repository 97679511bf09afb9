import { alerts } from "../../../contract/alerts.ts";
import { route } from "./route.ts";

/** What is not well. */
export const alertRoutes = [
  route({
    method: "get",
    path: "/alerts",
    summary: "What is not well, the worst first, with what to do about it",
    answer: alerts,
    run: async (_, { alerts, caller: { principal } }) => [
      ...await alerts.all({ link: "http", from: "", principal }),
    ],
  }),
];
