// Shapes and lines in WebGL 2, each kind in one call: two triangles a shape or a line, placed by the
// graphics card. Knows numbers only. Sigma's own programs weigh each shape and line anew in every
// frame and keep an object for each, which takes seconds where there is no graphics card. So do
// instances there, each of which is drawn for itself: corners read their numbers from a texture.

import { kept, lineCosts, shapeCosts } from "./culling.js";

/** @typedef {import("./canvas.js").View} View */

// In the order of the shader: what is no polygon first.
const KINDS = ["dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star"];

// Texels of a row of the texture, and numbers of a shape or a line: two texels.
const ACROSS = 2048;
export const STRIDE = 8;

const PLACED = `
uniform highp sampler2D numbers;
vec4 told(int texel) { return texelFetch(numbers, ivec2(texel & 2047, texel >> 11), 0); }
vec2 corner() {
  int at = gl_VertexID % 6;
  at = at < 3 ? at : at == 3 ? 2 : at == 4 ? 1 : 3;
  return vec2(float(at & 1), float(at >> 1));
}
uniform vec3 view;
uniform vec2 window;
vec4 placed(vec2 pixel) { return vec4(pixel.x / window.x * 2.0 - 1.0, 1.0 - pixel.y / window.y * 2.0, 0.0, 1.0); }`;

const SHAPE_CORNERS = `#version 300 es
${PLACED}
out vec2 at; out vec4 color; flat out float kind; out float pixels;
void main() {
  vec4 spot = told(gl_VertexID / 6 * 2), tint = told(gl_VertexID / 6 * 2 + 1);
  float radius = max(spot.z * view.x, 0.9);
  pixels = radius; kind = spot.w; color = tint;
  at = (corner() * 2.0 - 1.0) * 1.45;
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
${PLACED}
uniform float thin;
void main() {
  vec4 ends = told(gl_VertexID / 6 * 2);
  float width = told(gl_VertexID / 6 * 2 + 1).x;
  vec2 one = ends.xy * view.x + view.yz, other = ends.zw * view.x + view.yz;
  vec2 along = other - one;
  vec2 across = length(along) > 0.0 ? normalize(vec2(-along.y, along.x)) : vec2(0.0);
  vec2 side = corner() - vec2(0.0, 0.5);
  gl_Position = placed(mix(one, other, side.x) + across * side.y * max(width * min(view.x, 1.0) * thin, 0.7));
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

/** Many things of four corners each, from one texture. */
class Corners {
  /** @param {WebGL2RenderingContext} gl @param {string} corners @param {string} pixels */
  constructor(gl, corners, pixels) {
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
    this.texture = gl.createTexture();
    this.array = gl.createVertexArray();
  }

  /** @param {Float32Array<ArrayBuffer>} values */
  fill(values) {
    this.values = values;
    this.held = null;
  }

  /** What it costs to draw each row of the values. @param {View} view @param {{ width: number, height: number }} window */
  costs(view, window) {
    return shapeCosts(this.values, view, window);
  }

  /** Hands over what is seen, if that has changed. @param {View} view @param {{ width: number, height: number }} window @param {number} most */
  #hold(view, window, most) {
    const { gl } = this;
    const shown = kept(this.values, STRIDE, this.costs(view, window), most);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    if (shown === this.held) return;
    const rows = Math.ceil(shown.length / (ACROSS * 4));
    const whole = new Float32Array(rows * ACROSS * 4);
    whole.set(shown);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    if (rows) gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, ACROSS, rows, 0, gl.RGBA, gl.FLOAT, whole);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    this.held = shown;
    this.count = shown.length / STRIDE;
  }

  /** @param {View} view @param {{ width: number, height: number }} window @param {{ ink: number[], thin?: number, most?: number }} look most: what is drawn costs no more */
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
    gl.uniform1i(gl.getUniformLocation(program, "numbers"), 0);
    gl.drawArrays(gl.TRIANGLES, 0, 6 * this.count);
    gl.bindVertexArray(null);
  }
}

export class Shapes extends Corners {
  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    super(gl, SHAPE_CORNERS, SHAPE_PIXELS);
  }

  /** The larger above the smaller. @param {import("./strokes.js").Spot[]} spots @param {boolean[]} left */
  set(spots, left) {
    const ids = left.flatMap((one, id) => (one ? [id] : [])).sort((one, two) => spots[one].size - spots[two].size);
    const values = new Float32Array(ids.length * STRIDE);
    /** @type {Map<string, number[]>} */
    const known = new Map();
    ids.forEach((id, place) => {
      const { x, y, size, shape, color } = spots[id];
      const tint = known.get(color) ?? channels(color);
      known.set(color, tint);
      values.set([x, y, size, Math.max(0, KINDS.indexOf(shape)), ...tint], place * STRIDE);
    });
    this.fill(values);
  }
}

export class Strokes extends Corners {
  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    super(gl, LINE_CORNERS, LINE_PIXELS);
  }

  /** @param {View} view @param {{ width: number, height: number }} window */
  costs(view, window) {
    return lineCosts(this.values, view, window);
  }

  /** @param {Float32Array<ArrayBuffer>} values STRIDE numbers for each line: both ends and its width; the most important last */
  set(values) {
    this.fill(values);
  }
}
