/** A page is a Preact component; `ovms-edge/page` has what the console's own pages are made of. */
import { useEffect, useState } from "preact/hooks";
import { html } from "ovms-edge/page";

export default function Hills() {
  const [heights, setHeights] = useState([]);
  useEffect(() => {
    fetch("/api/v1/plugins/hills/profile?minutes=30")
      .then((response) => response.json())
      .then((profile) => setHeights(profile.heights));
  }, []);
  return html`
    <p>${heights.map((height) => `${height} m`).join(", ")}</p>
  `;
}
