// Shapes and lines in WebGL 2, each kind in one call: four corners a shape or a line, placed by the
// graphics card. Knows numbers only. Sigma's own programs weigh each shape and line anew in every
// frame and keep an object for each, which takes seconds where there is no graphics card.

import { kept, lineTouches, shapeTouches } from "./culling.js";

/** @typedef {import("./canvas.js").View} View */

// In the order of the shader: what is no polygon first.
const KINDS = ["dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star"];

const PLACED = `
uniform vec3 view;
uniform vec2 window;
vec4 placed(vec2 pixel) { return vec4(pixel.x / window.x * 2.0 - 1.0, 1.0 - pixel.y / window.y * 2.0, 0.0, 1.0); }`;

const SHAPE_CORNERS = `#version 300 es
layout(location = 0) in vec4 spot;
layout(location = 1) in vec4 tint;
${PLACED}
out vec2 at; out vec4 color; flat out float kind; out float pixels;
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
  float radius = max(spot.z * view.x, 0.9);
  pixels = radius; kind = spot.w; color = tint;
  at = corner * 1.45;
  gl_Position = placed(spot.xy * view.x + view.yz + at * radius);
}`;

const SHAPE_PIXELS = `#version 300 es
precision highp float;
in vec2 at; in vec4 color; flat in float kind; in float pixels;
uniform vec4 ink;
out vec4 drawn;
const float PI = 3.14159265;
float polygon(vec2 p, float sides, float turn, float reach) {
  float part = 2.0 * PI / sides;
  float angle = atan(p.y, p.x) - turn;
  return cos(mod(angle + part / 2.0, part) - part / 2.0) * length(p) - reach * cos(part / 2.0);
}
float star(vec2 p, float reach) {
  float part = 2.0 * PI / 5.0;
  float angle = abs(mod(atan(p.y, p.x) + PI / 2.0 + part / 2.0, part) - part / 2.0);
  vec2 q = length(p) * vec2(cos(angle), sin(angle));
  vec2 tip = vec2(reach, 0.0), inner = 0.42 * reach * vec2(cos(part / 2.0), sin(part / 2.0));
  vec2 edge = normalize(inner - tip);
  return dot(q - tip, vec2(-edge.y, edge.x) * -1.0);
}
float far(vec2 p) {
  if (kind < 0.5) return length(p) - 1.0;
  if (kind < 1.5) return polygon(p, 4.0, PI / 4.0, 1.22);
  if (kind < 2.5) return polygon(p, 4.0, 0.0, 1.2);
  if (kind < 3.5) return polygon(p, 3.0, -PI / 2.0, 1.3);
  if (kind < 4.5) return polygon(p, 3.0, PI / 2.0, 1.3);
  if (kind < 5.5) return polygon(p, 6.0, 0.0, 1.08);
  return star(p, 1.35);
}
void main() {
  float outside = far(at) * pixels;
  float cover = clamp(0.5 - outside, 0.0, 1.0);
  if (cover <= 0.0) discard;
  vec3 filled = pixels > 3.0 ? mix(color.rgb, ink.rgb, clamp(outside + 1.5, 0.0, 1.0)) : color.rgb;
  drawn = vec4(filled, 1.0) * cover;
}`;

const LINE_CORNERS = `#version 300 es
layout(location = 0) in vec4 ends;
layout(location = 1) in float width;
${PLACED}
uniform float thin;
void main() {
  vec2 one = ends.xy * view.x + view.yz, other = ends.zw * view.x + view.yz;
  vec2 along = other - one;
  vec2 across = length(along) > 0.0 ? normalize(vec2(-along.y, along.x)) : vec2(0.0);
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1) - 0.5);
  gl_Position = placed(mix(one, other, corner.x) + across * corner.y * max(width * min(view.x, 1.0) * thin, 0.7));
}`;

const LINE_PIXELS = `#version 300 es
precision mediump float;
uniform vec4 ink;
out vec4 drawn;
void main() { drawn = vec4(ink.rgb * ink.a, ink.a); }`;

/** @param {WebGL2RenderingContext} gl @param {number} kind @param {string} source */
function compiled(gl, kind, source) {
  const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? "shader");
  return shader;
}

/** @param {string} color #rrggbb @param {number} [alpha] */
export const channels = (color, alpha = 1) => {
  const found = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color);
  return [...(found ? found.slice(1).map((part) => parseInt(part, 16) / 255) : [0.5, 0.5, 0.5]), alpha];
};

/** Many things of four corners each, from one buffer. */
class Corners {
  /** @param {WebGL2RenderingContext} gl @param {string} corners @param {string} pixels @param {number[]} sizes numbers of each attribute */
  constructor(gl, corners, pixels, sizes) {
    this.gl = gl;
    this.count = 0;
    /** @type {Float32Array<ArrayBuffer>} */
    this.values = new Float32Array(0);
    /** @type {Float32Array<ArrayBuffer> | null} what the graphics card holds of these */
    this.held = null;
    this.program = /** @type {WebGLProgram} */ (gl.createProgram());
    gl.attachShader(this.program, compiled(gl, gl.VERTEX_SHADER, corners));
    gl.attachShader(this.program, compiled(gl, gl.FRAGMENT_SHADER, pixels));
    gl.linkProgram(this.program);
    this.stride = sizes.reduce((sum, size) => sum + size, 0);
    this.buffer = gl.createBuffer();
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    let begin = 0;
    sizes.forEach((size, place) => {
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, this.stride * 4, begin * 4);
      gl.vertexAttribDivisor(place, 1);
      begin += size;
    });
    gl.bindVertexArray(null);
  }

  /** @param {Float32Array<ArrayBuffer>} values */
  fill(values) {
    this.values = values;
    this.held = null;
  }

  /** Whether a row of the values may be seen. @param {View} view @param {{ width: number, height: number }} window */
  touches(view, window) {
    return shapeTouches(this.values, view, window);
  }

  /** Hands over what is seen, if that has changed. @param {View} view @param {{ width: number, height: number }} window @param {number} most */
  #hold(view, window, most) {
    const shown = kept(this.values, this.stride, this.touches(view, window), most);
    if (shown === this.held) return;
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.buffer);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, shown, this.gl.DYNAMIC_DRAW);
    this.held = shown;
    this.count = shown.length / this.stride;
  }

  /** @param {View} view @param {{ width: number, height: number }} window @param {{ ink: number[], thin?: number, most?: number }} look most: no more are drawn */
  draw(view, { width, height }, { ink, thin = 1, most = Infinity }) {
    const { gl, program } = this;
    this.#hold(view, { width, height }, most);
    if (!this.count) return;
    gl.useProgram(program);
    gl.bindVertexArray(this.array);
    gl.uniform3f(gl.getUniformLocation(program, "view"), view.scale, view.x, view.y);
    gl.uniform2f(gl.getUniformLocation(program, "window"), width, height);
    gl.uniform4fv(gl.getUniformLocation(program, "ink"), ink);
    gl.uniform1f(gl.getUniformLocation(program, "thin"), thin);
    gl.disable(gl.DEPTH_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.count);
    gl.bindVertexArray(null);
  }
}

export class Shapes extends Corners {
  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    super(gl, SHAPE_CORNERS, SHAPE_PIXELS, [4, 4]);
  }

  /** The larger above the smaller. @param {import("./strokes.js").Spot[]} spots @param {boolean[]} left */
  set(spots, left) {
    const ids = left.flatMap((one, id) => (one ? [id] : [])).sort((one, two) => spots[one].size - spots[two].size);
    const values = new Float32Array(ids.length * 8);
    /** @type {Map<string, number[]>} */
    const known = new Map();
    ids.forEach((id, place) => {
      const { x, y, size, shape, color } = spots[id];
      const tint = known.get(color) ?? channels(color);
      known.set(color, tint);
      values.set([x, y, size, Math.max(0, KINDS.indexOf(shape)), ...tint], place * 8);
    });
    this.fill(values);
  }
}

export class Strokes extends Corners {
  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    super(gl, LINE_CORNERS, LINE_PIXELS, [4, 1]);
  }

  /** @param {View} view @param {{ width: number, height: number }} window */
  touches(view, window) {
    return lineTouches(this.values, view, window);
  }

  /** @param {Float32Array<ArrayBuffer>} values both ends and the width of each line */
  set(values) {
    this.fill(values);
  }
}
