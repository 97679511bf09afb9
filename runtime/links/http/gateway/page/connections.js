// @ts-check
/** All ways in and out of the gateway: what is connected, what plugins bring of it, and how each is set up. */
import { html, Panel, useLoaded } from "ovms-edge/page";
import { Fields, parameters, settings, WAYS } from "./steps.js";

/** @import { Vehicle } from "../../page/answers.ts" */

/** @param {{ vehicle: Vehicle, changed: () => void, panels: readonly unknown[] }} props `panels` are those of plugins */
export default function Connections({ vehicle, changed, panels }) {
  const known = useLoaded(parameters), set = useLoaded(settings);
  const owner = vehicle.caller === "owner";
  const again = () => {
    known.reload();
    set.reload();
    changed();
  };
  return html`
    <div class="columns loose">
      ${panels}
      ${WAYS.map((step) =>
        html`
          <${Panel} key=${step.id} title=${step.title}>
            <${Fields} step=${step} known=${known} set=${set}
              owner=${owner}
              again=${again} />
            <//>
        `
      )}
    </div>
  `;
}
