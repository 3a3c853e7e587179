/**
 * @typedef {'url' | 'docker' | 'binaries' | 'embedded' | 'apt'} Way
 * @typedef {Readonly<Record<Way, boolean>>} Offers what this machine can do for one store
 */

/** From least to most that we would have to bring ourselves. */
/** @type {readonly Way[]} */
export const order = ['url', 'docker', 'binaries', 'embedded', 'apt'];

/**
 * How to come by a store: the first way in `order` that the machine offers. HOTLINE_PROVISION forces one;
 * where the forced way exists for the other store only (npm has no Redis), the order holds without Docker,
 * which nobody asked for then. A URL is an instruction and always wins.
 *
 * @param {Offers} offers
 * @param {Way | undefined} forced
 * @returns {Way | undefined} undefined when there is no way
 *
 * @example
 * choose({ url: false, docker: false, binaries: true, embedded: true, apt: true }, undefined); // 'binaries'
 */
export function choose(offers, forced) {
  if (offers.url) return 'url';
  if (forced === undefined) return order.find((way) => offers[way]);
  if (offers[forced]) return forced;
  return forced === 'embedded' ? order.find((way) => way !== 'docker' && offers[way]) : undefined;
}

/**
 * @param {string | undefined} value of HOTLINE_PROVISION
 * @returns {Way | undefined}
 */
export const parseWay = (value) => order.find((way) => way === value && way !== 'url');
