/** The motor controller: macros as forms, values read back, maps before and after, backup and undo. */
import { ask, command, useLive, useLoaded } from "../api.js";
import { html, useEffect, useMemo, useRef, useState } from "../lib.js";
import {
  DRAWN,
  kmhOf,
  LIMIT,
  MACROS,
  MAPS,
  READ_BACK,
  SCALING,
  TORQUE_MAP,
} from "../twizy.js";
import { Chart, Empty, Panel } from "../widgets.js";

/** Where this browser remembers that the warnings were read. */
const READ = "ovms-warnings-read";

/** Feature slot of CAN write access. */
const CAN_WRITE = 15;

const WARNINGS = [
  "This can void the warranty, break the vehicle, and make it illegal on public roads.",
  "Only for the 80 km/h Twizy: on the Twizy 45 it can break the configuration irreversibly.",
  "A change that works on one Twizy can break another one.",
  "High recuperation slows the car without brake lights, and charges a cold battery too fast.",
  "Make a backup first, and know another way back: another login to the controller, CFG OP, switching off and on.",
];

export function Tuning() {
  const live = useLive();
  const backup = useLoaded(() => ask("/controller/backup"));
  const [now, setNow] = useState(undefined);
  const [said, setSaid] = useState({ text: "", bad: false });
  const [busy, setBusy] = useState("");
  const [wanted, setWanted] = useState({});
  const warn = useRef(null);

  /** Does one thing at a time and says how it went. */
  const work = async (what, task) => {
    setBusy(what);
    try {
      setSaid({ text: await task(), bad: false });
    } catch ({ message }) {
      setSaid({ text: message, bad: true });
    }
    setBusy("");
  };
  const read = async () => {
    const { objects } = await ask("/controller/read", "POST", {
      objects: DRAWN,
    });
    setNow(objects);
  };
  /** Runs a command and reads the values back. */
  const run = (text) =>
    work(text, async () => {
      const { status, messages } = await command(`CFG ${text}`);
      const answer = messages.join("\n");
      if (
        status !== "ok" || /ERROR|LOGIN FAILED/.test(answer)
      ) throw new Error(answer);
      setWanted({});
      backup.reload();
      await read().catch(() => {});
      return answer;
    });
  const write = (text) => {
    if (localStorage.getItem(READ) === "yes") run(text);
    else warn.current.ask(() => run(text));
  };
  const stands = !(live.value("v.p.speed") > 0);
  if (backup.error !== undefined) {
    return html`
      <${Panel} title="No controller">
        <${Empty}>${backup.error}<//><//>
    `;
  }
  const kept = backup.data?.objects ?? {};
  return html`
    <${State} live=${live} kept=${kept} work=${work} />
    <div role="status">${(busy !== "" || said.text !== "") && html`
      <p class="notice ${said.bad && busy === "" ? "bad" : ""}">${busy === ""
        ? said.text
        : `${busy} …`}</p>
    `}</div>
    <div class="buttons panel">
      <button class="main" disabled=${busy !== ""}
        onClick=${() =>
          work("Reading the controller", async () => {
            await read();
            return "The forms show what the controller has now.";
          })}>Read the controller</button>
      <button disabled=${busy !== ""} onClick=${() =>
        work("Backup: this takes a minute", async () => {
          const { text } = await ask("/controller/backup", "POST");
          backup.reload();
          return `Backup: ${text}`;
        })}>Make a backup</button>
      <button disabled=${busy !== ""}
        onClick=${() =>
          work("Comparing: this takes a minute", async () => {
            const { text } = await ask("/controller/diff", "POST");
            return `Compared with the backup: ${text}`;
          })}>Compare with the backup</button>
      <button disabled=${busy !== ""}
        onClick=${() => write("UNDO")}>Undo the last command</button>
    </div>
    <${Drawings} kept=${kept} now=${now} wanted=${wanted} />
    <div class="columns loose">
      ${[...MACROS, ...MAPS].map((macro) =>
        html`
          <${Macro} key=${macro.name} macro=${macro} now=${now} kept=${kept}
            disabled=${busy !== "" || (macro.stands && !stands)}
            change=${(values) =>
              setWanted({ ...wanted, [macro.name]: values })} write=${write} />
        `
      )}
    </div>
    <${Warning} handle=${warn} />
  `;
}

/** What is missing for changes, and what to do about it. */
function State({ live, kept, work }) {
  const { data, reload } = useLoaded(() => ask("/features"));
  const { value: on, freshness } = live.look("v.e.on");
  const isLocked = data !== undefined && data[CAN_WRITE]?.value === 0;
  const lacks = [
    ...(on === true && freshness === "fresh"
      ? []
      : ["The car is off: turn the key to the first position, without GO."]),
    ...(live.value("v.p.speed") > 0
      ? ["The car moves: most settings need it to stand."]
      : []),
    ...(Object.keys(kept).length === 0
      ? ["No backup yet: make one before the first change."]
      : []),
  ];
  const allow = () =>
    work("Allowing CAN write access", async () => {
      await ask(`/features/${CAN_WRITE}`, "PUT", { value: 1 });
      reload();
      return "CAN write access is allowed (feature 15).";
    });
  return (isLocked || lacks.length > 0) && html`
    <div class="notice warn">
      ${lacks.map((text) => html`<p>${text}</p>`)}
      ${isLocked && html`
        <p>The CAN bus is only listened to (feature 15 is 0).</p>
        <div
          class="buttons"><button onClick=${allow}>Allow CAN write access</button></div>
      `}
    </div>
  `;
}

function Macro({ macro, now, kept, disabled, change, write }) {
  const { name, title, about, params } = macro;
  const current = valuesOf(name, now), before = valuesOf(name, kept);
  const begin = () => params.map(({ standard }, i) => current[i] ?? standard);
  const [values, setValues] = useState(begin);
  useEffect(() => setValues(begin()), [now]);
  const set = (i, value) => {
    const next = values.map((old, k) => k === i ? value : old);
    setValues(next);
    change(next);
  };
  const valid = params.every(({ min, max }, i) =>
    Number.isInteger(values[i]) && values[i] >= min && values[i] <= max
  );
  const submit = (event) => {
    event.preventDefault();
    if (valid) write(`${name} ${values.join(" ")}`);
  };
  return html`
    <${Panel} title=${title} end=${html`<code class="small quiet">CFG ${name}</code>`}>
      <form class="macro" onSubmit=${submit} data-macro=${name}>
        <p class="small quiet">${about}${macro.stands &&
          " The car has to stand."}</p>
        <div>
          ${params.map(({ name: label, unit, min, max, standard }, i) => {
            const id = `${name}-${i}`.replace(" ", "-");
            return html`
              <div class="field">
                <label for=${id}>${label}
                  <span class="quiet num"> ${min}–${max}${unit &&
                    ` ${unit}`}, standard ${standard}${current[i] !== undefined
                    ? `, now ${current[i]}`
                    : ""}${before[i] !== undefined &&
                      current[i] !== undefined && before[i] !== current[i]
                    ? `, backup ${before[i]}`
                    : ""}</span>
                </label>
                <input type="range" min=${min} max=${max} value=${values[i]}
                  tabindex="-1" aria-hidden="true"
                  onInput=${(event) => set(i, Number(event.target.value))} />
                <input id=${id} type="number" min=${min} max=${max} step="1"
                  value=${values[i]}
                  onInput=${(event) => set(i, event.target.valueAsNumber)} />
              </div>
            `;
          })}
        </div>
        <div class="buttons">
          <button class="main" disabled=${disabled || !valid}>Write</button>
          <button type="button" disabled=${disabled}
            onClick=${() => write(name)}>Reset to standard</button>
        </div>
      </form>
      <//>
  `;
}

const valuesOf = (name, objects) =>
  objects === undefined
    ? []
    : (READ_BACK[name] ?? []).map((value) => value(objects));

// ---- drawings ----------------------------------------------------------------

/** Speeds at which curves are drawn, km/h. */
const SPEEDS = Array.from({ length: 56 }, (_, i) => i * 2);

function Drawings({ kept, now, wanted }) {
  const after = useMemo(() => now && withWanted(now, wanted), [now, wanted]);
  if (now === undefined) {
    return html`
      <${Panel} title="Maps">
        <${Empty}>Read the controller to see its torque and recuperation over speed.<//><//>
    `;
  }
  const before = Object.keys(kept).length > 0 ? { ...now, ...kept } : now;
  const lines = (of) => [SPEEDS, of(before), of(now), of(after)];
  const series = (unit) => [
    { label: "Backup", unit, colour: "soft", dash: [3, 4] },
    { label: "Now", unit, colour: "accent", width: 2.5 },
    { label: "As in the forms", unit, colour: "used-bar", dash: [8, 4] },
  ];
  return html`
    <div class="columns">
      <${Panel} title="Torque over speed">
        <${Chart} time=${false} x="km/h" data=${lines((objects) =>
          SPEEDS.map((kmh) => torqueAt(objects, kmh))
        )}
          series=${series("Nm")}
          label="Torque over speed: backup, now, and as in the forms"
          scales=${{ y: { range: [0, 75] } }} />
        <//>
        <${Panel} title="Recuperation in neutral over speed">
          <${Chart} time=${false} x="km/h" data=${lines((objects) =>
            SPEEDS.map((kmh) => levelAt(objects, "N", kmh))
          )}
            series=${series("%")}
            label="Recuperation in neutral over speed: backup, now, and as in the forms"
            scales=${{ y: { range: [0, 100] } }} />
          <//>
          </div>
  `;
}

/** On the line through two points; flat outside. */
function along(points, x) {
  const next = points.findIndex(([at]) => at >= x);
  if (next < 0) return points.at(-1)?.[1];
  if (next === 0) return points[0][1];
  const [a, from] = points[next - 1], [b, to] = points[next];
  return b === a ? to : from + (to - from) * (x - a) / (b - a);
}

function torqueAt(objects, kmh) {
  const points = TORQUE_MAP.torque.map((object, i) => [
    kmhOf(objects[TORQUE_MAP.speed[i]] ?? 0),
    (objects[object] ?? 0) / 16,
  ]);
  const end = kmhOf(objects["2920.05"] ?? 0);
  const nm = along(points, kmh) * scaled(objects, "D", kmh) *
    (objects[LIMIT.D] ?? 1000) / 1000;
  return end > 0 && kmh > end ? null : nm;
}

const scaled = (objects, letter, kmh) =>
  along(
    SCALING[letter].level.map((object, i) => [
      kmhOf(objects[SCALING[letter].speed[i]] ?? 0),
      (objects[object] ?? 32767) / 32767,
    ]),
    kmh,
  );

/** The map says how much, the limit cuts it off. */
const levelAt = (objects, letter, kmh) =>
  Math.min(
    scaled(objects, letter, kmh) * 100,
    (objects[LIMIT[letter]] ?? 0) / 10,
  );

/** The objects as they would be with the values in the forms. */
function withWanted(now, wanted) {
  const after = { ...now };
  const [max] = wanted.SPEED ?? [], [torque] = wanted.TORQUE ?? [];
  const [drive] = wanted.POWER ?? [], [neutral, brake] = wanted.RECUP ?? [];
  if (max > 0) after["2920.05"] = max * 7250 / 80;
  if (torque > 0) {
    const factor = torque / (READ_BACK.TORQUE[0](now) ?? torque);
    for (const object of TORQUE_MAP.torque) {
      after[object] = (now[object] ?? 0) * factor;
    }
  }
  if (drive > 0) after[LIMIT.D] = drive * 10;
  if (neutral >= 0) after[LIMIT.N] = Math.min(1000, neutral * 182 / 18);
  if (brake >= 0) after[LIMIT.B] = Math.min(1000, brake * 182 / 18);
  for (const [letter, { level }] of Object.entries(SCALING)) {
    wanted[`TSMAP ${letter}`]?.forEach((percent, i) =>
      after[level[i]] = percent * 327.67
    );
  }
  return after;
}

// ---- warnings ----------------------------------------------------------------

/** Asks once, before the first write of this browser. */
function Warning({ handle }) {
  const dialog = useRef(null), go = useRef(() => {});
  handle.current = {
    ask(then) {
      go.current = then;
      dialog.current.showModal();
    },
  };
  const agreed = () => {
    localStorage.setItem(READ, "yes");
    dialog.current.close();
    go.current();
  };
  return html`
    <dialog ref=${dialog} aria-labelledby="warning-title">
      <h2 id="warning-title">Before the first change</h2>
      <div class="notice warn">
        <ul>${WARNINGS.map((text) => html`<li>${text}</li>`)}</ul>
      </div>
      <div class="buttons">
        <button class="main" onClick=${agreed}>I understand: write</button>
        <button onClick=${() => dialog.current.close()}>Do not write</button>
      </div>
    </dialog>
  `;
}
