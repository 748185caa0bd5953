import { type JobName, jobNames } from '@portal/shared/jobs/job.ts'
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

/** The one list of what runs when. Another room adds a name in shared/jobs/job.ts, a line here, and its words in web/i18n/nl/jobs.json. */
const jobs: Record<JobName, Omit<Job, 'name'>> = {
  'expire-offers': { schedule: 'every-minute', work: expireOffers },
  'serve-waiting-lists': { schedule: 'every-minute', work: serveWaitingLists },
  'send-offer-letters': { schedule: 'every-minute', work: sendOfferLetters },
  'release-holds': { schedule: 'every-minute', work: releaseHolds },
  'tell-providers-at-risk': { schedule: 'every-minute', work: tellProvidersAtRisk },
  'send-consent-letters': { schedule: 'every-minute', work: sendConsentLetters },
  'follow-vog-dates': { schedule: 'every-minute', work: followVogDates },
  'purge-expired': { schedule: 'every-hour', work: purgeExpired },
}

export const allJobs: readonly Job[] = jobNames.map((name) => ({ name, ...jobs[name] }))
