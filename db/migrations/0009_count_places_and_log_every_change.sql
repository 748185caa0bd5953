-- The counters of an offering follow from its enrolments, whoever writes them; nobody can forget or bypass it.
CREATE FUNCTION count_enrolments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM apply_counts(array_agg(n.municipality_id), array_agg(n.offering_id), array_agg(n.status), 1) FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM apply_counts(array_agg(o.municipality_id), array_agg(o.offering_id), array_agg(o.status), -1) FROM old_rows o;
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

CREATE FUNCTION apply_counts(municipalities text[], offerings uuid[], statuses text[], signs integer[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
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

CREATE FUNCTION apply_counts(municipalities text[], offerings uuid[], statuses text[], sign integer)
RETURNS void LANGUAGE sql AS $$
  SELECT apply_counts(municipalities, offerings, statuses, array_fill(sign, ARRAY[coalesce(cardinality(offerings), 0)]))
  WHERE cardinality(offerings) > 0
$$;

CREATE TRIGGER count_on_insert AFTER INSERT ON enrolment
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_enrolments();
CREATE TRIGGER count_on_update AFTER UPDATE ON enrolment
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_enrolments();
CREATE TRIGGER count_on_delete AFTER DELETE ON enrolment
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_enrolments();

CREATE FUNCTION log_enrolments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO enrolment_event (municipality_id, enrolment_id, from_status, to_status, at, by_account, reason)
    SELECT n.municipality_id, n.id, NULL, n.status, n.changed_at, n.changed_by, n.change_reason
    FROM new_rows n ORDER BY n.joined_number;
  ELSE
    INSERT INTO enrolment_event (municipality_id, enrolment_id, from_status, to_status, at, by_account, reason)
    SELECT n.municipality_id, n.id, o.status, n.status, n.changed_at, n.changed_by, n.change_reason
    FROM new_rows n JOIN old_rows o USING (municipality_id, id)
    WHERE n.status <> o.status ORDER BY n.joined_number;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER log_on_insert AFTER INSERT ON enrolment
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION log_enrolments();
CREATE TRIGGER log_on_update AFTER UPDATE ON enrolment
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION log_enrolments();

-- What may follow what: the same table as `transitions` in shared/enrolments/status.ts (a test compares them).
CREATE FUNCTION status_may_become(from_status text, to_status text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE from_status
    WHEN 'wished' THEN to_status IN ('placed', 'waitlisted', 'not_placed', 'withdrawn', 'cancelled')
    WHEN 'placed' THEN to_status IN ('withdrawn', 'cancelled', 'completed')
    WHEN 'waitlisted' THEN to_status IN ('offered', 'withdrawn', 'cancelled')
    WHEN 'offered' THEN to_status IN ('placed', 'declined', 'expired', 'withdrawn', 'cancelled')
    WHEN 'awaiting_consent' THEN to_status IN ('placed', 'declined', 'expired', 'withdrawn', 'cancelled')
    ELSE false
  END
$$;

CREATE FUNCTION guard_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> OLD.status AND NOT status_may_become(OLD.status, NEW.status) THEN
    RAISE EXCEPTION 'an enrolment cannot go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'status_may_become';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_status BEFORE UPDATE OF status ON enrolment FOR EACH ROW EXECUTE FUNCTION guard_status();
