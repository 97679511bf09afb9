/** The same for modules that make plugins of the program's own, as vehicles do: it takes longer to load. */
import "ovms-edge/car";
import "./child.ts";
