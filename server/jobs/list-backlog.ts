import type { Backlog, JobState, Overdue } from '@portal/shared/jobs/job.ts'
import { judgeBacklog } from '@portal/shared/jobs/judge-backlog.ts'
import { nextRun } from '@portal/shared/jobs/schedule.ts'
import type { Dependencies } from '../app-env.ts'
import { allJobs } from './all-jobs.ts'
import { queueOf } from './queues.ts'

/** Turns of a job as pg-boss keeps them for a day; moments as they come from PostgreSQL. */
type Turns = {
  queue: string
  startedAt: Date | null
  endedAt: Date | null
  state: string | null
  done: number | null
  failing: number
  failedToday: number
  waiting: number
  waitingSince: Date | null
}

/** Whether pg-boss has made its tables: it has not when it never could start. */
async function haveBeenOpened({ db }: Dependencies): Promise<boolean> {
  const [row] = await db.sql<{ isThere: boolean }>`
    SELECT to_regclass('jobs.job') IS NOT NULL AND to_regclass('jobs.instance') IS NOT NULL
      AND has_schema_privilege('jobs', 'USAGE') AS "isThere"
    WHERE to_regnamespace('jobs') IS NOT NULL`
  return row?.isThere === true
}

async function turnsOf(deps: Dependencies, queues: readonly string[]): Promise<Turns[]> {
  return deps.db.sql<Turns>`
    SELECT q.queue, l.started_on AS "startedAt", l.completed_on AS "endedAt", l.state::text AS state, l.done,
      c.failing, c."failedToday", c.waiting, c."waitingSince"
    FROM unnest(${[...queues]}::text[]) AS q (queue)
    LEFT JOIN LATERAL (
      SELECT j.started_on, j.completed_on, j.state,
        CASE WHEN jsonb_typeof(j.output -> 'done') = 'number' THEN (j.output ->> 'done')::integer END AS done
      FROM jobs.job j WHERE j.name = q.queue AND j.started_on IS NOT NULL ORDER BY j.started_on DESC LIMIT 1
    ) AS l ON true
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE j.state = 'created')::integer AS waiting,
        min(j.start_after) FILTER (WHERE j.state = 'created') AS "waitingSince",
        count(*) FILTER (WHERE j.state = 'failed')::integer AS "failedToday",
        count(*) FILTER (WHERE (j.state IN ('retry', 'failed') OR j.state = 'active' AND j.retry_count > 0) AND j.started_on > coalesce(
          (SELECT max(g.started_on) FROM jobs.job g WHERE g.name = q.queue AND g.state = 'completed'), '-infinity'))::integer AS failing
      FROM jobs.job j WHERE j.name = q.queue
    ) AS c`
}

/** Processes that said within the last hundred seconds that they do jobs. */
async function countProcesses({ db, municipality }: Dependencies): Promise<number> {
  const [row] = await db.sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM jobs.instance
    WHERE name = ${municipality.id} AND stopped_on IS NULL AND heartbeat_on > now() - interval '100 seconds'`
  return row?.count ?? 0
}

/** What is past its deadline and has not been dealt with, by the clock of the portal. */
async function listOverdue({ db, municipality, clock }: Dependencies): Promise<Overdue[]> {
  const m = municipality.id
  const now = clock()
  const rows = await db.sql<{ kind: Overdue['kind']; count: number; since: Date | null }>`
    SELECT 'offers' AS kind, count(*)::integer AS count, min(offered_until) AS since FROM enrolment
    WHERE municipality_id = ${m} AND status = 'offered' AND offered_until <= ${now}
    UNION ALL
    SELECT 'consents', count(*)::integer, min(consent_until) FROM enrolment
    WHERE municipality_id = ${m} AND status = 'awaiting_consent' AND consent_until <= ${now}
    UNION ALL
    SELECT 'holds', count(*)::integer, min(until) FROM place_hold
    WHERE municipality_id = ${m} AND released_at IS NULL AND until <= ${now}`
  return rows.map((row) => ({ ...row, since: row.since?.toISOString() ?? null }))
}

function outcomeOf(state: string | null): 'running' | 'done' | 'failed' {
  if (state === 'completed') return 'done'
  return state === 'active' ? 'running' : 'failed'
}

/** What the portal does by itself, how that goes, and what should have been done by now. */
export async function listBacklog(deps: Dependencies): Promise<Backlog> {
  const { municipality, clock } = deps
  const queues = allJobs.map((job) => queueOf(municipality.id, job.name))
  const isOpen = await haveBeenOpened(deps)
  const [turns, processes, overdue] = await Promise.all([
    isOpen ? turnsOf(deps, queues) : [],
    isOpen ? countProcesses(deps) : 0,
    listOverdue(deps),
  ])
  const byQueue = new Map(turns.map((each) => [each.queue, each]))
  const at = clock()
  const jobs = allJobs.map(({ name, schedule }): JobState => {
    const turn = byQueue.get(queueOf(municipality.id, name))
    return {
      name,
      schedule,
      last: turn?.startedAt
        ? {
            startedAt: turn.startedAt.toISOString(),
            endedAt: turn.endedAt?.toISOString() ?? null,
            outcome: outcomeOf(turn.state),
            done: turn.done,
          }
        : null,
      failing: turn?.failing ?? 0,
      failedToday: turn?.failedToday ?? 0,
      waiting: turn?.waiting ?? 0,
      waitingSince: turn?.waitingSince?.toISOString() ?? null,
      nextAt: processes > 0 ? nextRun(schedule, at, municipality.timeZone).toISOString() : null,
    }
  })
  const backlog = { at: at.toISOString(), processes, overdue, jobs }
  return { state: judgeBacklog(backlog), ...backlog }
}
