-- All that most filters of the catalogue look at, so that counting what was found reads no rows of the table. The counters
-- are left out on purpose: an index on them would make every enrolment write to it.
-- Migrations run in one transaction, where CONCURRENTLY is not allowed; the lock time-out bounds the wait.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX offering_published_by_date;
CREATE INDEX offering_published_by_date ON offering (municipality_id, first_date, id)
  INCLUDE (last_date, age_min, age_max, audience, slot, weekdays, activity_id, place_id) WHERE status = 'published';

-- Which offerings meet between two days.
CREATE INDEX session_by_start ON session (municipality_id, starts_at) INCLUDE (offering_id) WHERE cancelled_at IS NULL;
