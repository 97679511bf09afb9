/**
 * What large parts of the program import. Deno reads the source map of a module that is the first to
 * import another, whole: where this one was first, those of the large parts stay unread.
 * @module
 */
import "node:async_hooks";
import "node:sqlite";
import "node:url";
import "ovms-edge";
import "ovms-edge/car";
