// @ts-check
/** How fast the bicycle is pedalled. */
import { html, NumberTile, useLive } from "ovms-edge/page";

export default function Pedals() {
  const live = useLive();
  return html`
    <dl class="tiles">
      <${NumberTile} live=${live} metric="xbk.cadence" name="Cadence"
        unit="rpm" />
    </dl>
  `;
}
