-- Places of an offering that are held for some until a moment: pupils of a school, children of a neighbourhood (by home or
-- school), or children who were invited. What is left then opens to all (`released_at`).
CREATE TABLE place_hold (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  offering_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('school', 'neighbourhood', 'invited')),
  school_id uuid,
  neighbourhood_code text,
  places integer NOT NULL CHECK (places BETWEEN 1 AND 1000),
  -- Counted by triggers from the enrolments that name this hold, never by hand.
  used integer NOT NULL DEFAULT 0,
  until timestamptz NOT NULL,
  released_at timestamptz,
  created_at timestamptz NOT NULL,
  created_by uuid,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, neighbourhood_code) REFERENCES neighbourhood (municipality_id, code),
  CONSTRAINT never_more_than_held CHECK (used BETWEEN 0 AND places),
  CHECK ((kind = 'school') = (school_id IS NOT NULL)),
  CHECK ((kind = 'neighbourhood') = (neighbourhood_code IS NOT NULL))
);
CREATE INDEX place_hold_by_offering ON place_hold (municipality_id, offering_id);
CREATE INDEX place_hold_to_release ON place_hold (municipality_id, until) WHERE released_at IS NULL;

-- Places that are held and not used yet, of the holds that are not released: kept by triggers.
ALTER TABLE offering ADD COLUMN held integer NOT NULL DEFAULT 0;
ALTER TABLE offering ADD CONSTRAINT held_places_are_there CHECK (held >= 0 AND taken + held <= capacity) NOT VALID;
-- Migrations run in one transaction; the lock time-out bounds the wait.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE offering VALIDATE CONSTRAINT held_places_are_there;

ALTER TABLE enrolment
  -- The held place that this enrolment took.
  ADD COLUMN hold_id uuid,
  -- Until when guardians may consent to what a school enrolled their child for.
  ADD COLUMN consent_until timestamptz,
  -- Children who want a place together or not at all have the same one.
  ADD COLUMN pair_id uuid;
ALTER TABLE enrolment ADD CONSTRAINT enrolment_hold_fkey
  FOREIGN KEY (municipality_id, hold_id) REFERENCES place_hold (municipality_id, id) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE enrolment VALIDATE CONSTRAINT enrolment_hold_fkey;
ALTER TABLE enrolment ADD CONSTRAINT consent_until_while_awaited
  CHECK ((status = 'awaiting_consent') = (consent_until IS NOT NULL)) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE enrolment VALIDATE CONSTRAINT consent_until_while_awaited;
CREATE INDEX enrolment_by_hold ON enrolment (municipality_id, hold_id) WHERE hold_id IS NOT NULL;
CREATE INDEX enrolment_by_pair ON enrolment (municipality_id, pair_id) WHERE pair_id IS NOT NULL;

-- One UPDATE of an offering counts places and held places together: a child who takes the last held place must not be stopped
-- halfway by the constraint above.
CREATE FUNCTION apply_counts(municipalities text[], offerings uuid[], statuses text[], holds uuid[], signs integer[])
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
  SET taken = o.taken + change.taken, waiting = o.waiting + change.waiting, held = o.held - change.held
  FROM (
    SELECT e.municipality_id, e.offering_id,
      coalesce(sum(e.sign) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed')), 0)::integer AS taken,
      coalesce(sum(e.sign) FILTER (WHERE e.status = 'waitlisted'), 0)::integer AS waiting,
      coalesce(sum(e.sign) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed')
        AND h.id IS NOT NULL), 0)::integer AS held
    FROM unnest(municipalities, offerings, statuses, holds, signs) AS e (municipality_id, offering_id, status, hold_id, sign)
    LEFT JOIN place_hold h ON h.municipality_id = e.municipality_id AND h.id = e.hold_id AND h.released_at IS NULL
    GROUP BY e.municipality_id, e.offering_id
  ) AS change
  WHERE o.municipality_id = change.municipality_id AND o.id = change.offering_id
    AND (change.taken <> 0 OR change.waiting <> 0 OR change.held <> 0);
  UPDATE place_hold h SET used = h.used + change.used
  FROM (
    SELECT e.municipality_id, e.hold_id,
      sum(e.sign) FILTER (WHERE e.status IN ('placed', 'offered', 'awaiting_consent', 'completed'))::integer AS used
    FROM unnest(municipalities, holds, statuses, signs) AS e (municipality_id, hold_id, status, sign)
    WHERE e.hold_id IS NOT NULL GROUP BY e.municipality_id, e.hold_id
  ) AS change
  WHERE h.municipality_id = change.municipality_id AND h.id = change.hold_id AND coalesce(change.used, 0) <> 0;
END $$;

CREATE OR REPLACE FUNCTION count_enrolments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT 1 FROM new_rows n WHERE n.hold_id IS NOT NULL) THEN
      PERFORM apply_counts(array_agg(n.municipality_id), array_agg(n.offering_id), array_agg(n.status),
        array_agg(n.hold_id), array_agg(1))
      FROM new_rows n;
      RETURN NULL;
    END IF;
    -- The way of a rush: no lock of its own, for enrol_batch has locked the offerings in the order of ids.
    UPDATE offering o SET taken = o.taken + change.taken, waiting = o.waiting + change.waiting
    FROM (
      SELECT n.municipality_id, n.offering_id,
        (count(*) FILTER (WHERE n.status IN ('placed', 'offered', 'awaiting_consent', 'completed')))::integer AS taken,
        (count(*) FILTER (WHERE n.status = 'waitlisted'))::integer AS waiting
      FROM new_rows n GROUP BY n.municipality_id, n.offering_id
    ) AS change
    WHERE o.municipality_id = change.municipality_id AND o.id = change.offering_id
      AND (change.taken <> 0 OR change.waiting <> 0);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM apply_counts(array_agg(o.municipality_id), array_agg(o.offering_id), array_agg(o.status),
      array_agg(o.hold_id), array_agg(-1))
    FROM old_rows o;
  ELSE
    PERFORM apply_counts(array_agg(x.municipality_id), array_agg(x.offering_id), array_agg(x.status),
      array_agg(x.hold_id), array_agg(x.sign))
    FROM (
      SELECT n.municipality_id, n.offering_id, n.status, n.hold_id, 1 AS sign FROM new_rows n
      UNION ALL
      SELECT o.municipality_id, o.offering_id, o.status, o.hold_id, -1 FROM old_rows o
    ) AS x;
  END IF;
  RETURN NULL;
END $$;
DROP FUNCTION apply_counts(text[], uuid[], text[], integer[]);

-- Holding, holding more or less, and releasing: whoever does it has locked the offering. The version rises, for a decision rests
-- on which holds there are.
CREATE FUNCTION count_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before integer := 0;
  after integer := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.released_at IS NULL THEN
    before := OLD.places - OLD.used;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.released_at IS NULL THEN
    after := NEW.places - NEW.used;
  END IF;
  UPDATE offering SET held = held + after - before, version = version + 1
  WHERE municipality_id = coalesce(NEW.municipality_id, OLD.municipality_id)
    AND id = coalesce(NEW.offering_id, OLD.offering_id);
  RETURN NULL;
END $$;
CREATE TRIGGER count_held AFTER INSERT OR DELETE OR UPDATE OF places, until, released_at ON place_hold
  FOR EACH ROW EXECUTE FUNCTION count_held();

-- Declining has one undo: back to the offer when its place is still there, else to the own turn on the list.
CREATE OR REPLACE FUNCTION status_may_become(from_status text, to_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE from_status
    WHEN 'wished' THEN to_status IN ('placed', 'waitlisted', 'not_placed', 'withdrawn', 'cancelled')
    WHEN 'placed' THEN to_status IN ('withdrawn', 'cancelled', 'completed')
    WHEN 'waitlisted' THEN to_status IN ('offered', 'withdrawn', 'cancelled')
    WHEN 'offered' THEN to_status IN ('placed', 'waitlisted', 'declined', 'expired', 'withdrawn', 'cancelled')
    WHEN 'awaiting_consent' THEN to_status IN ('placed', 'declined', 'expired', 'withdrawn', 'cancelled')
    WHEN 'declined' THEN to_status IN ('offered', 'waitlisted')
    ELSE false
  END
$$;

-- What a family is to be told: recorded together with what happened, sent afterwards. `facts` holds flat values from which a
-- sentence in any language is made.
CREATE TABLE notice (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  child_id uuid NOT NULL,
  enrolment_id uuid,
  offering_id uuid,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z-]{1,39}$'),
  -- What somebody gave as the reason, in their own words; empty when nobody was asked.
  reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 500),
  facts jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  seen_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, enrolment_id) REFERENCES enrolment (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX notice_by_child ON notice (municipality_id, child_id, created_at DESC);

-- As in 0013, but what is held is not free: a child for whom places are held goes another way (place-together.ts).
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
    SELECT r.*, o.capacity - o.taken - o.held AS free, o.waiting, o.has_waiting_list,
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
