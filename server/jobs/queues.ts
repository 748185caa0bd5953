import type { JobName } from '@portal/shared/jobs/job.ts'

/** The schema that pg-boss makes and keeps for itself. */
export const queuesSchema = 'jobs'

/** A job of one municipality (with an empty name, how all of them begin): another one on the same database is served by processes of its own. */
export const queueOf = (municipalityId: string, name: JobName | ''): string => `${municipalityId}/${name}`
