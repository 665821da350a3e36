// One state, and those who follow it.

/**
 * @template {object} S
 * @typedef {{ get: () => S, set: (patch: Partial<S>) => void, follow: (keys: (keyof S)[], act: (state: S, before: S) => void) => void }} Store
 */

/**
 * A follower is called once after each change of one of its keys, in the order of following.
 * @template {object} S
 * @param {S} initial
 * @returns {Store<S>}
 */
export function makeStore(initial) {
  let state = initial;
  /** @type {{ keys: (keyof S)[], act: (state: S, before: S) => void }[]} */
  const followers = [];
  return {
    get: () => state,
    set(patch) {
      const before = state;
      state = { ...before, ...patch };
      const changed = new Set(
        /** @type {(keyof S)[]} */ (Object.keys(patch)).filter((key) => !equal(state[key], before[key])),
      );
      for (const { keys, act } of followers) {
        if (keys.some((key) => changed.has(key))) act(state, before);
      }
    },
    follow: (keys, act) => { followers.push({ keys, act }); },
  };
}

/**
 * Equal values, lists item by item and records entry by entry.
 * @param {unknown} one
 * @param {unknown} other
 * @returns {boolean}
 */
export function equal(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length
    && names.every((name) => equal(/** @type {any} */ (one)[name], /** @type {any} */ (other)[name]));
}
