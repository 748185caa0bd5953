import { createHmac } from 'node:crypto'

/**
 * The token of the link in a letter about an offered place, from a secret key and the letter's id. A letter that has to be sent
 * again after a crash carries the same link, although only the hash of it is kept.
 */
export const offerToken = (key: string, letterId: string): string =>
  createHmac('sha256', key).update(`offer-link\0${letterId}`).digest('base64url')
