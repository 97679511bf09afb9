/** A real browser for the web console's tests: what it may not do is noted, and it looks at what it sees. */
import assert from "node:assert/strict";
import axe from "axe-core/axe.min.js" with { type: "text" };
import { type Browser, chromium, type Page } from "playwright-core";

/** Where Debian's package puts it; another one by environment. */
export const CHROMIUM = Deno.env.get("OVMS_EDGE_CHROMIUM") ??
  "/usr/bin/chromium";
/** Folder for screenshots, outside of the repository. */
const ARTEFACTS = Deno.env.get("OVMS_EDGE_ARTEFACTS") ??
  "/tmp/ovms-edge-artefacts";
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Longest time until something shows, ms: the car takes its time to brake, too. */
const PATIENCE = 30_000;
/** Presses of the tab key that have to be enough to reach any link of the menu. */
const TABS = 30;

/** Whether there is a browser to test with. */
export function hasBrowser(): boolean {
  try {
    return Deno.statSync(CHROMIUM).isFile;
  } catch {
    return false;
  }
}

/** Starts the browser. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: ARGS,
  });
}

/** How a page is looked at. */
export interface View {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colours: "light" | "dark";
  /** The reader's language; default: English. */
  readonly locale?: string;
  /** Whether fingers touch it, as a phone's own browser has it. */
  readonly touch?: boolean;
}

/** Texts that do not fit into what hides what sticks out. */
const CUT = `[...document.querySelectorAll("main *, .top *, .pages *")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1 &&
    element.clientWidth > 1 && getComputedStyle(element).overflowX !== "visible")
  .filter((element) => !element.matches("input, select, .pack, canvas"))
  .map((element) => element.className + ": " + element.textContent.trim().slice(0, 60))`;

/** What a line below the last part of a page takes at most, px. */
const SPARE = 70;
/**
 * Parts of a page that leave room: below them, or beside them and whatever stands in their row. Panels of any
 * height in columns end where the longest does.
 */
const LEFT = `(() => {
  const main = document.querySelector("main"), box = main.getBoundingClientRect();
  const { paddingRight, paddingBottom } = getComputedStyle(main);
  const right = box.right - parseFloat(paddingRight);
  const parts = [...main.querySelectorAll(".panel:not(.flow > *), .flow, .tile, .alerts, .maps")]
    .map((part) => ({ part, ...part.getBoundingClientRect().toJSON() }));
  const beside = parts.filter((one) => !parts.some((other) => other.right > right - 3 &&
    other.top < one.bottom && other.bottom > one.top));
  const end = Math.max(...parts.map(({ bottom }) => bottom));
  const below = Math.max(innerHeight, box.bottom) - parseFloat(paddingBottom) - end;
  return [
    ...beside.map(({ part }) => "beside " + part.textContent.trim().slice(0, 40)),
    ...below > (main.querySelector(".flow") ? innerHeight / 4 : ${SPARE}) ? ["below: " + below + " px"] : [],
  ];
})()`;

/** A page with a notebook of what went wrong in it. */
export class Viewer {
  readonly #wrong: string[] = [];

  private constructor(
    readonly page: Page,
    readonly view: View,
    readonly origin: string,
  ) {
    page.setDefaultTimeout(PATIENCE);
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        this.#wrong.push(`console: ${message.text()}`);
      }
    });
    page.on(
      "pageerror",
      (error) => this.#wrong.push(`error: ${error.message}`),
    );
    page.on("request", (request) => {
      if (!request.url().startsWith(this.origin)) {
        this.#wrong.push(`left the origin: ${request.url()}`);
      }
    });
  }

  /** Opens a page with a cache of its own. */
  static async open(
    browser: Browser,
    view: View,
    origin: string,
  ): Promise<Viewer> {
    const context = await browser.newContext({
      viewport: { width: view.width, height: view.height },
      colorScheme: view.colours,
      locale: view.locale ?? "en-US",
      ...view.touch && { hasTouch: true, isMobile: true },
    });
    return new Viewer(await context.newPage(), view, origin);
  }

  /** Goes to a page of the console as a user does: by the navigation. */
  async visit(name: string): Promise<void> {
    const link = this.page.getByRole("navigation").getByRole("link", {
      name,
      exact: true,
    });
    // On a phone some pages are behind "More"
    const more = this.page.getByRole("button", { name: "More", exact: true });
    if (await more.isVisible() && !await link.isVisible()) await more.click();
    await link.click();
    await this.page.getByRole("heading", { level: 1, name }).waitFor();
  }

  /** What the menu lists, on a phone its sheet. */
  async listed(): Promise<string[]> {
    const more = this.page.getByRole("button", { name: "More", exact: true });
    const phone = await more.isVisible();
    if (phone) await more.click();
    const links = this.page.getByRole("navigation").last().getByRole("link");
    const texts = await links.allTextContents();
    if (phone) await this.page.keyboard.press("Escape");
    return texts.map((text) => text.trim());
  }

  /** Waits until a tile shows a text. */
  async sees(tile: string, text: string | RegExp): Promise<void> {
    await this.page.locator(`[data-name="${tile}"]`).filter({ hasText: text })
      .waitFor();
  }

  /** Waits until a text is to be seen. */
  async reads(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Draws a finger from one place to another, px of what is seen, and leaves it there. */
  async draw(
    [x, y]: readonly [x: number, y: number],
    [toX, toY]: readonly [x: number, y: number],
  ): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const touch = (
      type: "touchStart" | "touchMove",
      x: number,
      y: number,
    ) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: [{ x, y }],
      });
    await touch("touchStart", x, y);
    for (const share of [0.25, 0.5, 0.75, 1]) {
      await touch("touchMove", x + (toX - x) * share, y + (toY - y) * share);
    }
  }

  /** Text of what the keyboard is at. */
  async focused(): Promise<string> {
    return String(
      await this.page.evaluate("document.activeElement.textContent"),
    ).trim();
  }

  /** Goes to a link by the keyboard alone. */
  async tabTo(link: string): Promise<void> {
    await this.page.getByRole("link", { name: link, exact: true }).waitFor();
    const seen: string[] = [];
    while (await this.focused() !== link) {
      assert.ok(seen.length < TABS, `no ${link} among ${seen.join(", ")}`);
      await this.page.keyboard.press("Tab");
      seen.push(await this.focused());
    }
  }

  /** Keeps a picture, and makes sure that nothing sticks out to the side or is cut. */
  async picture(name: string): Promise<void> {
    await this.pictureAs(`${name}-${this.view.name}`);
  }

  /** The same under a name of its own, which may have a folder. */
  async pictureAs(name: string): Promise<void> {
    const path = `${ARTEFACTS}/${name}.jpg`;
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await this.page.screenshot({
      path,
      fullPage: true,
      type: "jpeg",
      quality: 80,
    });
    const cut = await this.page.evaluate(CUT);
    assert.deepEqual(cut, [], `${name} has texts that are cut`);
    const wide = await this.page.evaluate(
      "document.documentElement.scrollWidth - innerWidth",
    );
    assert.ok(Number(wide) <= 0, `${name} is ${wide} px too wide`);
  }

  /** Makes sure that no part of a large window is left empty. */
  async isFull(name: string): Promise<void> {
    assert.deepEqual(await this.page.evaluate(LEFT), [], name);
  }

  /** Lets axe look for what keeps people out. */
  async isAccessible(name: string): Promise<void> {
    await this.page.evaluate(`globalThis.axe ?? (() => {${axe}})()`);
    const found = await this.page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map(({ target }) => target.join(' ')) })))",
    ) as { id: string; impact: string; at: string[] }[];
    assert.deepEqual(found, [], name);
  }

  /** What went wrong since the last time. */
  wrong(): readonly string[] {
    return this.#wrong.splice(0);
  }

  /** Closes it. */
  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Where the screenshots are. */
export const artefacts = ARTEFACTS;
