/** The motor controller: macros as forms, values read back, maps before and after, backup and undo. */
import {
  ask,
  Chart,
  command,
  Empty,
  Failed,
  html,
  Panel,
  useEffect,
  useLive,
  useLoaded,
  useRef,
  useState,
} from "ovms-edge/page";

/** Where this browser remembers that the warnings were read. */
const READ = "ovms-warnings-read";

/** Feature slot of CAN write access. */
const CAN_WRITE = 15;

/** Rest after the last move of a slider before its curve is asked for, ms. */
const REST = 200;

const WARNINGS = [
  "This can void the warranty, break the vehicle, and make it illegal on public roads.",
  "Only for the 80 km/h Twizy: on the Twizy 45 it can break the configuration irreversibly.",
  "A change that works on one Twizy can break another one.",
  "High recuperation slows the car without brake lights, and charges a cold battery too fast.",
  "Make a backup first, and know another way back: another login to the controller, CFG OP, switching off and on.",
];

export default function Tuning() {
  const live = useLive();
  const offered = useLoaded(() => ask("/plugins/cfg/forms"));
  const [planned, setPlanned] = useState({});
  const plan = useRested(Object.values(planned).join(";"));
  const known = useLoaded(
    () => ask(`/plugins/cfg/values?planned=${encodeURIComponent(plan)}`),
    [plan],
  );
  const [said, setSaid] = useState({ text: "", bad: false });
  const [busy, setBusy] = useState("");
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
    await ask("/plugins/cfg/read", "POST", {});
    known.reload();
  };
  const cfg = async (text) => {
    const { status, messages } = await command(`CFG ${text}`);
    const answer = messages.join("\n");
    if (status !== "ok") throw new Error(answer);
    return answer;
  };
  /** Runs a command and reads the values back. */
  const run = (text) =>
    work(text, async () => {
      const answer = await cfg(text);
      setPlanned({});
      await read().catch(() => known.reload());
      return answer;
    });
  const write = (text) => {
    if (localStorage.getItem(READ) === "yes") run(text);
    else warn.current.ask(() => run(text));
  };
  const stands = !(live.value("v.p.speed") > 0);
  const { forms } = offered.data ?? { forms: [] };
  const values = known.data;
  return html`
    <${Failed} error=${offered.error ?? known.error} />
    <${State} live=${live} kept=${values?.kept} work=${work} />
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
          const answer = await cfg("BACKUP");
          known.reload();
          return answer;
        })}>Make a backup</button>
      <button disabled=${busy !== ""}
        onClick=${() =>
          work(
            "Comparing: this takes a minute",
            () => cfg("DIFF"),
          )}>Compare with the backup</button>
      <button disabled=${busy !== ""}
        onClick=${() => write("UNDO")}>Undo the last command</button>
    </div>
    <${Drawings} values=${values} />
    <div class="columns loose">
      ${forms.map((form, i) =>
        html`
          <${Macro} key=${form.command} form=${form}
            now=${values?.now?.[i] ?? NONE} backup=${values?.backup[i] ?? NONE}
            disabled=${busy !== "" || (form.stands && !stands)}
            change=${(text) => setPlanned({ ...planned, [form.command]: text })}
            write=${write} />
        `
      )}
    </div>
    <${Warning} handle=${warn} />
  `;
}

const NONE = [];

/** A value that is taken when it has not changed for a while. */
function useRested(value) {
  const [rested, set] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => set(value), REST);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
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
    ...(kept === 0 ? ["No backup yet: make one before the first change."] : []),
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

const titled = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function Macro({ form, now, backup, disabled, change, write }) {
  const { command, summary, stands, fields } = form;
  const begin = () => fields.map(({ standard }, i) => now[i] ?? standard);
  const [values, setValues] = useState(begin);
  useEffect(() => setValues(begin()), [now.join()]);
  const set = (i, value) => {
    const next = values.map((old, k) => k === i ? value : old);
    setValues(next);
    change(`${command} ${next.join(" ")}`);
  };
  const valid = fields.every(({ min, max }, i) =>
    Number.isInteger(values[i]) && values[i] >= min && values[i] <= max
  );
  const submit = (event) => {
    event.preventDefault();
    if (valid) write(`${command} ${values.join(" ")}`);
  };
  return html`
    <${Panel} title=${titled(
      summary,
    )} end=${html`<code class="small quiet">CFG ${command}</code>`}>
      <form class="macro" onSubmit=${submit} data-macro=${command}>
        ${stands && html`<p class="small quiet">The car has to stand.</p>`}
        <div>
          ${fields.map(({ name, unit, min, max, standard }, i) => {
            const id = `${command}-${i}`.replace(" ", "-");
            const said = [
              `${min}–${max}${unit && ` ${unit}`}`,
              `standard ${standard}`,
              ...(now[i] == null ? [] : [`now ${now[i]}`]),
              ...(backup[i] == null || now[i] == null || backup[i] === now[i]
                ? []
                : [`backup ${backup[i]}`]),
            ];
            return html`
              <div class="field">
                <label for=${id}>${titled(name)}
                  <span class="quiet num"> ${said.join(", ")}</span>
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
            onClick=${() => write(command)}>Reset to standard</button>
        </div>
      </form>
      <//>
  `;
}

// ---- drawings ----------------------------------------------------------------

/** Curves; without a backup there is none of it. */
function Drawings({ values }) {
  if (!values?.now) {
    return html`
      <${Panel} title="Maps">
        <${Empty}>Read the controller to see its torque and recuperation over speed.<//><//>
    `;
  }
  const series = (unit) => [
    { label: "Backup", unit, colour: "soft", dash: [3, 4] },
    { label: "Now", unit, colour: "accent", width: 2.5 },
    { label: "As in the forms", unit, colour: "used-bar", dash: [8, 4] },
  ];
  return html`
    <div class="columns">
      ${values.curves.map(({ title, unit, backup, now, planned }) =>
        html`
          <${Panel} key=${title} title=${title}>
            <${Chart} time=${false} x="km/h" series=${series(unit)}
              data=${[
                values.speeds,
                backup ?? values.speeds.map(() => null),
                now,
                planned,
              ]}
              label="${title}: backup, now, and as in the forms"
              scales=${{ y: { range: [0, null] } }} />
            <//>
        `
      )}
    </div>
  `;
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
