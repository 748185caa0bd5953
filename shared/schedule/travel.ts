/** Somewhere a child can be. Without coordinates nothing is known about the way. `schoolId`: the school whose building it is. */
export type Spot = {
  placeId: string | null
  schoolId: string | null
  latitude: number | null
  longitude: number | null
}

const earthRadius = 6_371_000
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Straight line in metres (haversine on a sphere: good to half a percent). */
export function metresBetween(
  from: { latitude: number; longitude: number },
  to: { latitude: number; longitude: number },
): number {
  const a =
    Math.sin(radians(to.latitude - from.latitude) / 2) ** 2 +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.sin(radians(to.longitude - from.longitude) / 2) ** 2
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(a)))
}

/**
 * Whole minutes from one spot to another, rounded up: straight line x 1.3 at the municipality's cycling speed (domain.md,
 * rule 2). 0 within one place or one school building, and 0 where coordinates are unknown: we do not refuse on a guess.
 */
export function travelMinutes(from: Spot, to: Spot, cyclingKmh: number): number {
  if (from.placeId !== null && from.placeId === to.placeId) return 0
  if (from.schoolId !== null && from.schoolId === to.schoolId) return 0
  if (from.latitude === null || from.longitude === null || to.latitude === null || to.longitude === null)
    return 0
  const metres = metresBetween(
    { latitude: from.latitude, longitude: from.longitude },
    { latitude: to.latitude, longitude: to.longitude },
  )
  return Math.ceil((metres * 1.3 * 60) / (cyclingKmh * 1000))
}
