// @ts-check
/** What pages are made of, under the specifier `ovms-edge/page`: the gateway, numbers for people, pieces to draw with. */
export * from "./languages.js";
export * from "./lib.js";
export * from "./api.js";
export * from "./car.js";
export * from "./table.js";
export * from "./widgets.js";
export * from "./chart.js";
export * from "./chart_data.js";
export * from "./series_data.js";
export * from "./map.js";
export * from "./map_data.js";
export * from "./form_values.js";
export * from "./editable.js";
