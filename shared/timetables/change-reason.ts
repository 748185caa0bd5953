import * as v from 'valibot'
import { typedText } from '../wire.ts'

/** Why somebody of the staff changes something, in their own words: families read it. The pages ask for it. */
export const ChangeReason = v.optional(typedText(0, 500), '')
