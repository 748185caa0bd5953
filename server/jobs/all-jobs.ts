import type { JobName } from '@portal/shared/jobs/job.ts'
import type { Schedule } from '@portal/shared/jobs/schedule.ts'
import type { Dependencies } from '../app-env.ts'
import { tellProvidersAtRisk } from '../catalogue/tell-providers-at-risk.ts'
import { sendConsentLetters } from '../consents/send-consent-letters.ts'
import { releaseHolds } from '../holds/release-holds.ts'
import { followVogDates } from '../providers/follow-vog-dates.ts'
import { purgeExpired } from '../sign-in/purge-expired.ts'
import { expireOffers } from '../waiting-list/expire-offers.ts'
import { sendOfferLetters } from '../waiting-list/send-offer-letters.ts'
import { serveWaitingLists } from '../waiting-list/serve-waiting-lists.ts'

/**
 * What the portal does by itself. `work` may be called twice at once, late, or never to its end: whatever it does must depend on what
 * it finds under its locks, by the clock that it is given, and be right when done again. It stops soon after `isStopping` says so,
 * and answers how much it did when that is a number. What it throws is logged, and it is called again.
 */
export type Job = {
  name: JobName
  schedule: Schedule
  work: (deps: Dependencies, isStopping: () => boolean) => Promise<unknown>
}

/** The one list of what runs when. Another room adds a line here, a name in shared/jobs/job.ts and its words in web/i18n/nl/jobs.json. */
export const allJobs: readonly Job[] = [
  { name: 'expire-offers', schedule: 'every-minute', work: expireOffers },
  { name: 'serve-waiting-lists', schedule: 'every-minute', work: serveWaitingLists },
  { name: 'send-offer-letters', schedule: 'every-minute', work: sendOfferLetters },
  { name: 'release-holds', schedule: 'every-minute', work: releaseHolds },
  { name: 'tell-providers-at-risk', schedule: 'every-minute', work: tellProvidersAtRisk },
  { name: 'send-consent-letters', schedule: 'every-minute', work: sendConsentLetters },
  { name: 'follow-vog-dates', schedule: 'every-minute', work: followVogDates },
  { name: 'purge-expired', schedule: 'every-hour', work: purgeExpired },
]
