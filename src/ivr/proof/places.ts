import type { LinkedFlow, Way } from '../language/flow.ts';
import { arriveAt, follow, spotKey } from './spot.ts';
import type { Spot } from './spot.ts';
import { hangUpSpots, liveAt } from './variables.ts';
import type { Matters } from './variables.ts';

/** A spot of a flow with all that is worth reckoning once and not for each of its states. */
export interface Place {
  readonly id: number;
  readonly spot: Spot;
  /** What still matters here. */
  readonly live: readonly (readonly [name: string, matters: Matters])[];
  leads(way: Way): readonly Place[];
  hangUp(): readonly Place[];
}

export interface Places {
  readonly start: readonly Place[];
  of(spot: Spot): Place;
}

/** The places of a flow, each made when it is first come to. */
export function createPlaces(flow: LinkedFlow): Places {
  const live = liveAt(flow);
  const byKey = new Map<string, Place>();
  const bySpot = new Map<Spot, Place>();

  const intern = (spot: Spot): Place => {
    const key = spotKey(spot);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const leads = new Map<Way, readonly Place[]>();
    let hangUp: readonly Place[] | null = null;
    const place: Place = {
      id: byKey.size,
      spot,
      live: [...live(spot)],
      leads(way) {
        const places = leads.get(way) ?? follow(flow, spot, way).map(intern);
        leads.set(way, places);
        return places;
      },
      hangUp: () => (hangUp ??= hangUpSpots(flow, spot).map(intern)),
    };
    byKey.set(key, place);
    bySpot.set(spot, place);
    return place;
  };
  return {
    start: arriveAt(flow, flow.start, []).map(intern),
    of: (spot) => bySpot.get(spot) ?? intern(spot),
  };
}
