import type {
  ClassEnrolmentInput,
  ClassLine,
  ClassPreview,
} from '@portal/shared/class-enrolments/class-enrolment.ts'
import { countLines } from '@portal/shared/class-enrolments/count-lines.ts'
import type { Actor } from '../access/actor.ts'
import type { Dependencies } from '../app-env.ts'
import { isNone, type PlaceOptions } from '../enrolments/decide-together.ts'
import { judgeTogether } from '../enrolments/place-together.ts'
import { recordLooks } from '../looks/record-looks.ts'
import { holdToOwnSchool } from '../schools/own-school.ts'
import { findClass } from './find-pupils.ts'
import { wishesOf } from './place-pupils.ts'

/** How a list of pupils is read: by last name, then first name. */
const byName = (one: ClassLine, other: ClassLine) =>
  one.lastName.localeCompare(other.lastName, 'nl') || one.firstName.localeCompare(other.firstName, 'nl')

export const placeOptions = ({
  mode,
  mayWait,
}: Pick<ClassEnrolmentInput, 'mode' | 'mayWait'>): PlaceOptions => ({
  allOrNone: mode === 'all-or-none',
  mayWait,
})

/**
 * What enrolling these pupils now would give, for each of them; changes nothing but that the look is recorded.
 * @throws Problem not-found, invalid-input
 */
export async function previewClass(
  deps: Dependencies,
  actor: Actor,
  schoolId: string,
  input: ClassEnrolmentInput,
): Promise<ClassPreview> {
  holdToOwnSchool(actor, schoolId)
  const toEnrol = await findClass(deps, deps.db, actor, schoolId, input)
  const { pupils, offering, consentUntil } = toEnrol
  const look = { role: 'school', schoolId, what: 'enrolment' } as const
  await recordLooks(
    deps,
    deps.db,
    actor,
    look,
    pupils.map(({ id }) => id),
  )
  const options = placeOptions(input)
  const results = await judgeTogether(deps, deps.db, actor, wishesOf(toEnrol), options)
  const lines = pupils.flatMap((pupil, index): ClassLine[] => {
    const result = results[index]
    if (!result) return []
    const { outcome, position, refusals } = result
    return [
      {
        childId: pupil.id,
        firstName: pupil.firstName,
        lastName: pupil.lastName,
        group: pupil.group,
        isPupil: true,
        outcome,
        position,
        refusals,
        isFamilyKnown: pupil.isFamilyKnown,
        enrolmentId: null,
        status: null,
      },
    ]
  })
  return {
    offering,
    isNone: isNone(results, options),
    consentUntil: consentUntil.toISOString(),
    counts: countLines(lines),
    lines: lines.sort(byName),
  }
}
