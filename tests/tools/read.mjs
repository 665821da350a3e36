// Reads a file of GEXF or GraphML with graphology, and prints what it found as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [file, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const Graph = require("graphology");
const { parse } = require(file.endsWith(".gexf") ? "graphology-gexf" : "graphology-graphml");
const graph = parse(Graph, readFileSync(file, "utf8"));
console.log(
  JSON.stringify({
    type: graph.type,
    nodes: graph.mapNodes((id, attributes) => [id, attributes]),
    ties: graph.mapEdges((id, attributes, one, two) => [one, two, attributes]),
  }),
);
