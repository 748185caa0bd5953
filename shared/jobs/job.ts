import * as v from 'valibot'
import { Moment } from '../wire.ts'
import { schedules } from './schedule.ts'

/** What the portal does by itself. Each has words in the dictionary of the team and a line in server/jobs/all-jobs.ts. */
export const jobNames = [
  'expire-offers',
  'serve-waiting-lists',
  'send-offer-letters',
  'release-holds',
  'tell-providers-at-risk',
  'send-consent-letters',
  'follow-vog-dates',
  'purge-expired',
] as const
export type JobName = (typeof jobNames)[number]

/** How a turn stands. `failed`: ended with an error or with its process, whether or not it is tried again at once. */
export const jobOutcomes = ['running', 'done', 'failed'] as const
export type JobOutcome = (typeof jobOutcomes)[number]

/**
 * One of the jobs. `last`: the turn that began last, null before the first; `done` is how much it did, null when it does not count or
 * has not ended. `failing`: how many ended with an error since the last that went well. `waiting`: asked for and not begun yet;
 * `waitingSince` is when the first of them was due. `nextAt` is null while no process does jobs.
 */
export const JobState = v.object({
  name: v.picklist(jobNames),
  schedule: v.picklist(schedules),
  last: v.nullable(
    v.object({
      startedAt: Moment,
      endedAt: v.nullable(Moment),
      outcome: v.picklist(jobOutcomes),
      done: v.nullable(v.number()),
    }),
  ),
  failing: v.number(),
  failedToday: v.number(),
  waiting: v.number(),
  waitingSince: v.nullable(Moment),
  nextAt: v.nullable(Moment),
})
export type JobState = v.InferOutput<typeof JobState>

/** What is past its deadline and has not been dealt with. */
export const overdueKinds = ['offers', 'consents', 'holds'] as const

/** `since`: the earliest deadline among them, null when there are none. */
export const Overdue = v.object({
  kind: v.picklist(overdueKinds),
  count: v.number(),
  since: v.nullable(Moment),
})
export type Overdue = v.InferOutput<typeof Overdue>

/** At a glance; the rule is in judge-backlog.ts. */
export const backlogStates = ['well', 'behind', 'failing', 'stopped'] as const
export type BacklogState = (typeof backlogStates)[number]

/** `processes`: how many do jobs now. */
export const Backlog = v.object({
  state: v.picklist(backlogStates),
  at: Moment,
  processes: v.number(),
  overdue: v.array(Overdue),
  jobs: v.array(JobState),
})
export type Backlog = v.InferOutput<typeof Backlog>
