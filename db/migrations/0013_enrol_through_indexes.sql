-- enrol_batch of 0011, and the counting of 0009, at the same meaning for less work: every table is reached through an index,
-- one call counts (0009 made its array of signs by a second function).
CREATE OR REPLACE FUNCTION enrol_batch(p_municipality text, p_now timestamptz, p_requests jsonb)
RETURNS TABLE (number integer, outcome text, enrolment_id uuid, status text, queue_position integer,
  beside_free_place boolean)
LANGUAGE plpgsql
-- One plan for every batch, through the indexes, whatever the statistics say: those of a table that was empty a minute ago
-- say that it is best read from end to end.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
  children uuid[];
  offerings uuid[];
BEGIN
  SELECT array_agg((r ->> 'child_id')::uuid), array_agg(DISTINCT (r ->> 'offering_id')::uuid) INTO children, offerings
  FROM jsonb_array_elements(p_requests) AS r;
  IF (SELECT count(*) <> count(DISTINCT c) FROM unnest(children) AS c) THEN
    RAISE EXCEPTION 'a child may stand in a batch only once';
  END IF;

  -- First the offerings, then the children, each in the order of ids: every writer takes its locks in this order.
  -- NO KEY: a foreign key that points here is not held up.
  PERFORM 1 FROM offering o WHERE o.municipality_id = p_municipality AND o.id = ANY (offerings)
  ORDER BY o.id FOR NO KEY UPDATE;
  PERFORM 1 FROM child c WHERE c.municipality_id = p_municipality AND c.id = ANY (children)
  ORDER BY c.id FOR NO KEY UPDATE;

  RETURN QUERY
  WITH request AS (
    SELECT * FROM jsonb_to_recordset(p_requests) AS r (
      number integer, id uuid, child_id uuid, offering_id uuid, child_version integer, offering_version integer,
      calendar_version integer, claims text, by_account uuid, reason text)
  ),
  judged AS (
    SELECT r.*, o.capacity - o.taken AS free, o.waiting, o.has_waiting_list,
      -- What is over stands in nobody's way.
      o.busy * tstzmultirange(tstzrange(p_now, NULL)) AS busy,
      mine.live_id, mine.live_status,
      CASE
        WHEN o.id IS NULL OR c.id IS NULL THEN 'gone'
        WHEN mine.live_id IS NOT NULL THEN 'existing'
        WHEN o.version <> r.offering_version OR c.version <> r.child_version OR m.calendar_version <> r.calendar_version
          OR coalesce(mine.claims, '') <> r.claims THEN 'stale'
        ELSE 'go'
      END AS verdict
    FROM request r
    JOIN municipality m ON m.id = p_municipality
    LEFT JOIN offering o ON o.municipality_id = p_municipality AND o.id = r.offering_id
    LEFT JOIN child c ON c.municipality_id = p_municipality AND c.id = r.child_id
    CROSS JOIN LATERAL (
      SELECT string_agg(e.id::text, ',' ORDER BY e.id) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent')) AS claims,
        (array_agg(e.id) FILTER (WHERE e.offering_id = r.offering_id))[1] AS live_id,
        (array_agg(e.status) FILTER (WHERE e.offering_id = r.offering_id))[1] AS live_status
      FROM enrolment e
      WHERE e.municipality_id = p_municipality AND e.child_id = r.child_id
        AND e.status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed')
    ) AS mine
  ),
  numbered AS (
    SELECT j.*,
      row_number() OVER (PARTITION BY j.offering_id, j.verdict ORDER BY j.number) AS place,
      CASE WHEN j.waiting = 0 THEN greatest(j.free, 0) ELSE 0 END AS open_places
    FROM judged j
  ),
  decided AS (
    SELECT n.*, CASE
      WHEN n.verdict <> 'go' THEN n.verdict
      WHEN n.place <= n.open_places THEN 'placed'
      WHEN n.has_waiting_list THEN 'waitlisted'
      ELSE 'full'
    END AS decision
    FROM numbered n
  ),
  inserted AS (
    INSERT INTO enrolment
      (municipality_id, id, child_id, offering_id, status, joined_at, busy, changed_at, changed_by, change_reason)
    SELECT p_municipality, d.id, d.child_id, d.offering_id, d.decision, p_now, d.busy, p_now, d.by_account, d.reason
    FROM decided d
    WHERE d.decision IN ('placed', 'waitlisted')
    ORDER BY d.number
    -- Without a target it also catches the exclusion constraint, and without a deadlock.
    ON CONFLICT DO NOTHING
    RETURNING enrolment.id
  )
  SELECT d.number,
    CASE WHEN d.decision IN ('placed', 'waitlisted') AND i.id IS NULL THEN 'clash' ELSE d.decision END,
    coalesce(d.live_id, d.id),
    coalesce(d.live_status, d.decision),
    CASE WHEN d.decision = 'waitlisted' THEN (d.waiting + d.place - d.open_places)::integer END,
    d.free > 0 AND (d.decision = 'waitlisted' AND d.waiting > 0 OR d.decision IN ('placed', 'waitlisted') AND i.id IS NULL)
  FROM decided d LEFT JOIN inserted i ON i.id = d.id
  ORDER BY d.number;
END $$;

CREATE OR REPLACE FUNCTION count_enrolments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM apply_counts(array_agg(n.municipality_id), array_agg(n.offering_id), array_agg(n.status), array_agg(1))
    FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM apply_counts(array_agg(o.municipality_id), array_agg(o.offering_id), array_agg(o.status), array_agg(-1))
    FROM old_rows o;
  ELSE
    PERFORM apply_counts(array_agg(x.municipality_id), array_agg(x.offering_id), array_agg(x.status), array_agg(x.sign))
    FROM (
      SELECT n.municipality_id, n.offering_id, n.status, 1 AS sign FROM new_rows n
      UNION ALL
      SELECT o.municipality_id, o.offering_id, o.status, -1 FROM old_rows o
    ) AS x;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION apply_counts(municipalities text[], offerings uuid[], statuses text[], signs integer[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Nothing was written: nothing is to be counted.
  IF offerings IS NULL THEN
    RETURN;
  END IF;
  -- Always in the order of ids, as everybody who locks offerings does.
  PERFORM 1 FROM offering o
  WHERE (o.municipality_id, o.id) IN (SELECT * FROM unnest(municipalities, offerings))
  ORDER BY o.id FOR NO KEY UPDATE;
  UPDATE offering o
  SET taken = o.taken + change.taken, waiting = o.waiting + change.waiting
  FROM (
    SELECT e.municipality_id, e.offering_id,
      coalesce(sum(e.sign) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed')), 0)::integer AS taken,
      coalesce(sum(e.sign) FILTER (WHERE e.status = 'waitlisted'), 0)::integer AS waiting
    FROM unnest(municipalities, offerings, statuses, signs) AS e (municipality_id, offering_id, status, sign)
    GROUP BY e.municipality_id, e.offering_id
  ) AS change
  WHERE o.municipality_id = change.municipality_id AND o.id = change.offering_id
    AND (change.taken <> 0 OR change.waiting <> 0);
END $$;

DROP FUNCTION apply_counts(text[], uuid[], text[], integer);

-- This index was led by municipality_id, so that without statistics (a young table) it seemed as good as the primary key for
-- finding an enrolment by its id: the check of a foreign key then read the whole municipality. Led by the offering it can
-- only be chosen for what it is made for.
-- Migrations run in one transaction, where CONCURRENTLY is not allowed; the lock time-out above bounds the wait.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX enrolment_by_offering_in_order;
CREATE INDEX enrolment_by_offering_in_order
  ON enrolment (offering_id, status, priority_class, joined_number, municipality_id);
