// What Python hands over (clustergraph.web.page.payload) and what the page keeps, as types only.

/** @typedef {string | string[]} Text  the same in every language, or one text a language */
/** @typedef {{ label: Text, count: number, shape: string, color: string, introduces?: boolean }} Kind */
/** @typedef {[document: number, locators: string[]]} Citation */
/** @typedef {{ title: Text, url?: string, tongue?: Text }} Document  tongue, here and below: the language, where it is not that of the page */
/** @typedef {{ text: Text, node?: number, url?: string, note?: Text, tongue?: Text, sources?: Citation[] }} Value */
/** @typedef {{ name: Text, values: Value[], more?: number }} Fact */
/** @typedef {{ label?: Text, tongue?: Text, kind?: Text, period?: Text, node?: number, sources?: Citation[] }} Reason */
/** @typedef {[node: number, roles?: number[], gross?: number | null, net?: number]} Part */
/** @typedef {[source: number, target: number, weight: number, reasons?: number[]]} Tie */
/** @typedef {{ id: string, label: Text, meaning: Text }} Size */
/**
 * What is told of a node that is looked at or searched for.
 * @typedef {object} Details
 * @property {string[]} [names]
 * @property {Text} [text]
 * @property {Text} [spoken] the language of the text, where it is not that of the page
 * @property {Fact[]} [facts]
 * @property {Citation[]} [sources]
 */
/**
 * @typedef {object} Node
 * @property {string} iri
 * @property {Text} label
 * @property {Text} [short]
 * @property {Text} [tongue] the language of the label, where it is not that of the page
 * @property {number} type
 * @property {number[]} [countries]
 * @property {number} [score]
 * @property {number} [rank]
 * @property {number} degree
 * @property {(number | null)[]} [sizes]
 * @property {number} [community]
 */
/**
 * @typedef {object} Activity
 * @property {Text} [label]
 * @property {Text} [tongue] the language of the label
 * @property {Text} [title]
 * @property {Text} [spoken] the language of the title
 * @property {Text} [kind]
 * @property {Text} [period]
 * @property {string[]} [names]
 * @property {number} [first]
 * @property {number} [last]
 * @property {number[]} [programmes]
 * @property {number[]} [topics]
 * @property {[site: string, url: string][]} [pages]
 * @property {Part[]} parts
 * @property {number} members
 * @property {number} [node]
 * @property {Citation[]} [sources]
 */
/** @typedef {{ scale: number, places: [x: number, y: number, group: number][], groups: [label: Text, x: number, y: number][], land: number[][] }} Chart */
/**
 * @typedef {object} Data
 * @property {string} lang
 * @property {Record<string, Record<string, string>>} words
 * @property {number | null} about
 * @property {boolean} around
 * @property {boolean} simple
 * @property {number} total
 * @property {number} ranked
 * @property {Kind[]} types
 * @property {Text[]} countries
 * @property {Text[]} within how one says that something is in each of them
 * @property {Size[]} sizes
 * @property {Node[]} nodes
 * @property {Tie[]} ties
 * @property {number[]} lines
 * @property {number} tied ties between the nodes, of which `ties` holds the strongest
 * @property {[x: number, y: number, size: number][]} places of the nodes, where they are too many for pyvis
 * @property {[x: number, y: number][]} ego
 * @property {[label: Text, angle: number, radius: number][]} headings
 * @property {Chart | null} map
 * @property {Record<FacetId, number[]>} counts how many nodes have each value of a facet
 * @property {number[]} begun the first and the last year in which an activity began, where one is known
 * @property {boolean} dated whether any activity has a year
 * @property {Details[]} details of the nodes
 * @property {Activity[]} activities
 * @property {Text[]} groups
 * @property {Text[]} roles
 * @property {Reason[]} reasons
 * @property {Document[]} documents
 * @property {string[]} elsewhere
 * @property {Record<string, number[]>} tongues which of those elsewhere have a name in each language
 * @property {{ before: number[], through: number[], names: Text[] }} ways how the one in the middle reaches those elsewhere
 * @property {[title: string, release: string, licence: string][]} releases
 * @property {string} build
 */
/** @typedef {{ from: number, to: number }} Way  from somebody on the page; those elsewhere are numbered on after the nodes */
/** @typedef {"partners" | "network" | "map" | "years" | "list"} Shape */
/** @typedef {"country" | "programme" | "topic" | "role" | "community"} FacetId */
/** @typedef {"country" | "programme" | "kind" | "community"} Sectors  by what those around the one in the middle are grouped */
/**
 * What narrows the page: kinds that are hidden, of other facets the values of which one must hold.
 * @typedef {object} Choice
 * @property {number[]} hidden
 * @property {Partial<Record<FacetId, number[]>>} only
 * @property {[number, number] | null} years
 * @property {number} shared
 */
/** @typedef {{ title: string, at: string }} Kept  a view that was kept, at: its address */
/**
 * Everything that a reader can change. Drawing, list, panel, legend and address follow from it.
 * @typedef {Choice & {
 *   selected: number | null, activity: number | null, focus: boolean, shape: Shape, among: boolean, sectors: Sectors,
 *   colour: "kind" | FacetId, size: number, weak: boolean, anew: boolean, rows: "organisation" | "country" | "programme", lang: string, typed: string,
 *   way: { from: number, to: number | null } | null, moving: boolean, kept: Kept[], step: number | null,
 * }} State
 */

export {};
