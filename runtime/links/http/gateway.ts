/** What the program around the runtime lets the console do; what it cannot is left out. */
import type { Alert } from "../../contract/alerts.ts";
import type { Texts } from "../../contract/texts.ts";
import type { LogBook } from "../../log.ts";

/** All of it. What is refused is thrown as CommandError, with a sentence. */
export interface Gateway {
  /** What the program logged. */
  readonly log?: LogBook;
  readonly backup?: Backups;
  readonly plugins?: PluginKeeper;
  readonly setup?: Setup;
  /** What it tells in other languages. */
  readonly texts?: () => Promise<readonly Texts[]>;
}

/** One value that a backup changes. */
export interface BackupChange {
  readonly kind: "parameter" | "feature" | "setting" | "memory";
  /** Number of a parameter or feature, name of a setting, id of a plugin. */
  readonly key: string;
  /** As people read them; hidden where they are secret. */
  readonly old: string;
  readonly new: string;
}

/** What putting a backup back would do. */
export interface BackupPreview {
  /** When it was made, UTC, and by which version of the program. */
  readonly made: string;
  readonly program: string;
  readonly changes: readonly BackupChange[];
}

/** Takes backups and puts them back. */
export interface Backups {
  /** A backup without secrets: the name of its file, and its text. */
  take(): { readonly name: string; readonly text: string };
  /** What putting it back would change; nothing is. */
  preview(backup: unknown): BackupPreview;
  /**
   * Puts it back, all or nothing.
   * @param who link and principal, for the journal
   * @returns a sentence about it
   */
  restore(backup: unknown, who: string): string;
}

/** A plugin as people look at it. */
export interface PluginView {
  readonly id: string;
  readonly summary: string;
  /** The program's own, from outside but inside the program, or in a process of its own. */
  readonly place: "own" | "inside" | "apart";
  readonly state: "at work" | "set aside" | "ended" | "left out";
  /** Why it is not at work, if there is more to say. */
  readonly why: string;
  readonly faults: number;
  /** Bytes of its process; null where that is not known. */
  readonly memory: number | null;
  /** What it may do beyond its own things, and what it wants to be allowed, in words. */
  readonly may: readonly string[];
  readonly wants: readonly string[];
  /** Package or path that it was installed from; empty where it was not. */
  readonly from: string;
}

/** Plugins and what the owner does with them; each change gives sentences about it. */
export interface PluginKeeper {
  list(): readonly PluginView[];
  /**
   * Installs a plugin and puts it to work, as far as it is allowed what it asks for.
   * @param from `npm:NAME`, `npm:NAME@VERSION` or a path on the gateway
   * @param who link and principal, for the journal
   */
  install(from: string, who: string): Promise<readonly string[]>;
  /** Allows a plugin all that it asks for, and puts it to work. */
  allow(id: string, who: string): Promise<readonly string[]>;
  /** Allows a plugin nothing any more, and ends it. */
  forbid(id: string, who: string): Promise<readonly string[]>;
  /** Loads a plugin anew, as its files are now. */
  reload(id: string): Promise<readonly string[]>;
  /** Takes an installed plugin away; its settings stay. */
  remove(id: string, who: string): Promise<readonly string[]>;
}

/** What was found at one place of the machine. */
export interface Finding {
  /** Such as `/dev/ttyUSB0` or `can0`. */
  readonly device: string;
  /** What answered, or why nothing could be asked. */
  readonly what: string;
  /** The flag that names it; empty where there is nothing to name. */
  readonly flag: string;
  readonly aliases: readonly string[];
}

/** A kind of devices. */
export interface DeviceChoice {
  /** Such as `can`; the setting of what is chosen is `devices.can`. */
  readonly name: string;
  /** As flag or environment name it, against which the setting counts for nothing; undefined where they do not. */
  readonly given: string | undefined;
  /** What the program runs with; empty for none. */
  readonly used: string;
  /** What is chosen is being opened, to see whether it works. */
  readonly tried: boolean;
  /** Why what is chosen is not used; undefined where it is, or counts later. */
  readonly why: string | undefined;
  /** What is chosen counts only from the next start on. */
  readonly later: boolean;
}

/** The devices at present. */
export interface DeviceChoices {
  readonly devices: readonly DeviceChoice[];
  /** Sentences about what was left out. */
  readonly leftOut: readonly string[];
}

/** What the program knows of its own beginnings: devices, versions. */
export interface Setup {
  /** Listens and asks on serial ports that the program does not use, and lists CAN interfaces; sends nothing to a bus. */
  probe(): Promise<readonly Finding[]>;
  /** With what the program runs; undefined where all is simulated. */
  readonly chosen: DeviceChoices | undefined;
  /** Ends the program, for what counts from its next start on; undefined where nothing starts it again. */
  readonly restart: (() => void) | undefined;
  /** A version that is newer than this one, where the owner has it looked for; undefined for none. */
  readonly newer: string | undefined;
  /** What changed with each version, as Markdown. */
  changes(): Promise<string>;
  /** What the owner may want to do. */
  alerts(): readonly Alert[];
}
