// What Python hands over (clustergraph.web.page.payload) and what the page keeps, as types only.

/** @typedef {{ label: string, count: number, shape: string, color: string }} Kind */
/** @typedef {[document: number, locators: string[]]} Citation */
/** @typedef {{ title: string, url?: string }} Document */
/** @typedef {{ text: string, node?: number, url?: string, note?: string, sources?: Citation[] }} Value */
/** @typedef {{ name: string, values: Value[], more?: number }} Fact */
/** @typedef {{ label: string, kind?: string, period?: string, node?: number, sources?: Citation[] }} Reason */
/**
 * @typedef {object} Node
 * @property {string} iri
 * @property {string} label
 * @property {string[]} lines
 * @property {number} type
 * @property {number[]} [countries]
 * @property {string[]} [names]
 * @property {number} [score]
 * @property {number} [rank]
 * @property {string} [text]
 * @property {Fact[]} [facts]
 * @property {Citation[]} [sources]
 */
/** @typedef {[source: number, target: number, reasons: number[]]} Tie */
/**
 * @typedef {object} Data
 * @property {string} lang
 * @property {Record<string, string>} words
 * @property {number} [about]
 * @property {Kind[]} types
 * @property {string[]} countries
 * @property {Node[]} nodes
 * @property {Tie[]} ties
 * @property {number[]} weights
 * @property {Reason[]} reasons
 * @property {Document[]} documents
 */
/**
 * Everything that a reader can change. Drawing, list, panel, legend and address follow from it.
 * @typedef {object} State
 * @property {number | null} selected
 * @property {"drawing" | "list"} shape
 * @property {number[]} hiddenKinds
 * @property {number | null} country
 */

export {};
