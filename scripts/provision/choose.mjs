import { ProvisionError } from './failure.mjs';

/**
 * @typedef {'url' | 'docker' | 'binaries' | 'embedded' | 'apt'} Way
 * @typedef {Readonly<Partial<Record<Way, boolean>>>} Offers what this machine has for one store; absent = there is no such way
 */

/** From least to most that we would have to bring ourselves. */
/** @type {readonly Way[]} */
export const order = ['url', 'docker', 'binaries', 'embedded', 'apt'];

/**
 * How to come by a store: the first way in `order` that the machine offers. A URL is an instruction and
 * always wins. HOTLINE_PROVISION forces one way; for a store that has no such way at all (npm has no Redis)
 * the order holds, without Docker, which nobody asked for then.
 *
 * @param {Offers} offers
 * @param {Way | undefined} forced
 * @returns {Way | undefined} undefined when there is no way
 *
 * @example
 * choose({ docker: false, binaries: true, embedded: true, apt: true }, undefined); // 'binaries'
 */
export function choose(offers, forced) {
  if (offers.url) return 'url';
  if (forced === undefined) return order.find((way) => offers[way]);
  if (forced in offers) return offers[forced] ? forced : undefined;
  return order.find((way) => way !== 'docker' && offers[way]);
}

/**
 * @param {string | undefined} value of HOTLINE_PROVISION
 * @returns {Way | undefined}
 * @throws {ProvisionError} when it is set to something else than a way
 */
export function parseWay(value) {
  if (value === undefined || value === '') return undefined;
  const ways = order.filter((way) => way !== 'url');
  const found = ways.find((way) => way === value);
  if (found) return found;
  throw new ProvisionError(`HOTLINE_PROVISION must be one of ${ways.join(', ')}.`);
}
