-- Who has seen which notice: each guardian and the young person for themselves.
CREATE TABLE notice_reading (
  municipality_id text NOT NULL,
  notice_id uuid NOT NULL,
  account_id uuid NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, notice_id, account_id),
  FOREIGN KEY (municipality_id, notice_id) REFERENCES notice (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE
);

-- Removing an enrolment or an offering looks for the notices about it.
CREATE INDEX notice_by_enrolment ON notice (municipality_id, enrolment_id) WHERE enrolment_id IS NOT NULL;
CREATE INDEX notice_by_offering ON notice (municipality_id, offering_id) WHERE offering_id IS NOT NULL;

-- Whoever enrols holds the calendar of the municipality (lessons and closures of all schools) still, together with all others who
-- enrol; whoever changes it has it alone, until the end of the transaction. So an enrolment either sees the new calendar, or is
-- seen by the change, which then tells the family. Taken before all other locks.
CREATE FUNCTION hold_calendar(p_municipality text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock_shared(hashtextextended('calendar ' || p_municipality, 0))
$$;
CREATE FUNCTION change_calendar(p_municipality text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('calendar ' || p_municipality, 0))
$$;

-- enrol_batch under that lock: the version that it compares is read after the lock, and cannot rise before the end.
CREATE FUNCTION enrol_batch_on_calendar(p_municipality text, p_now timestamptz, p_requests jsonb)
RETURNS TABLE (number integer, outcome text, enrolment_id uuid, status text, queue_position integer,
  beside_free_place boolean)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold_calendar(p_municipality);
  RETURN QUERY SELECT * FROM enrol_batch(p_municipality, p_now, p_requests);
END $$;
