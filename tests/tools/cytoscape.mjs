// Reads a file of nodes and links into Cytoscape.js, as the documentation says, and prints what it holds as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [file, modules] = process.argv.slice(2);
const cytoscape = createRequire(`${modules}/`)("cytoscape");
const { nodes, links } = JSON.parse(readFileSync(file, "utf8"));
const graph = cytoscape({
  headless: true,
  elements: {
    nodes: nodes.map((data) => ({ data })),
    edges: links.map((data) => ({ data })),
  },
});
console.log(
  JSON.stringify({
    nodes: graph.nodes().map((node) => [node.id(), node.data()]),
    ties: graph.edges().map((tie) => [tie.source().id(), tie.target().id(), tie.data()]),
    degrees: graph.nodes().map((node) => [node.id(), node.degree(false)]),
  }),
);
