-- Parts of the year for which the municipality says how many places a child may have; null: as many as fit.
CREATE TABLE period (
  municipality_id text NOT NULL REFERENCES municipality (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  first_date date NOT NULL,
  last_date date NOT NULL CHECK (last_date >= first_date),
  most_places integer CHECK (most_places BETWEEN 1 AND 50),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  -- A place counts in one period: that of its first session.
  CONSTRAINT one_period_per_day
    EXCLUDE USING gist (municipality_id WITH =, daterange(first_date, last_date, '[]') WITH &&)
);

-- Decisions under way rest on the periods: with another limit they are made again, as with another timetable.
CREATE TRIGGER raise_calendar_on_insert AFTER INSERT ON period
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_update AFTER UPDATE ON period
  REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();
CREATE TRIGGER raise_calendar_on_delete AFTER DELETE ON period
  REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION raise_calendar_version();

-- What a family gives to another: with it both children are enrolled at once. It reserves nothing. Kept as a keyed hash.
CREATE TABLE pair_code (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  child_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  -- When there is no room for both: wait together; and when the other then stops, have the place alone.
  may_wait boolean NOT NULL,
  alone_too boolean NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  used_at timestamptz,
  used_by uuid,
  used_child_id uuid,
  revoked_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, code_hash),
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, used_child_id) REFERENCES child (municipality_id, id) ON DELETE SET NULL (used_child_id),
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, created_by) REFERENCES account (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, used_by) REFERENCES account (municipality_id, id) ON DELETE SET NULL (used_by),
  CHECK (used_at IS NULL OR revoked_at IS NULL)
);
CREATE UNIQUE INDEX one_open_pair_code_per_child_and_offering ON pair_code (municipality_id, child_id, offering_id)
  WHERE used_at IS NULL AND revoked_at IS NULL;
CREATE INDEX pair_code_by_account ON pair_code (municipality_id, created_by, created_at DESC);
CREATE INDEX pair_code_by_used_child ON pair_code (municipality_id, used_child_id) WHERE used_child_id IS NOT NULL;

ALTER TABLE enrolment
  -- The place of the same child that goes when this one, which waits or is offered, is accepted.
  ADD COLUMN gives_up uuid,
  -- A yes to an offer that waits for the yes of the others of the pair, and whose it is.
  ADD COLUMN accepted_at timestamptz,
  ADD COLUMN accepted_by uuid,
  -- Of a pair: the place is wanted when the other stops, too.
  ADD COLUMN alone_too boolean NOT NULL DEFAULT false;
ALTER TABLE enrolment ADD CONSTRAINT enrolment_gives_up_fkey
  FOREIGN KEY (municipality_id, gives_up) REFERENCES enrolment (municipality_id, id) ON DELETE SET NULL (gives_up) NOT VALID;
-- Migrations run in one transaction; the lock time-out bounds the wait.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE enrolment VALIDATE CONSTRAINT enrolment_gives_up_fkey;
ALTER TABLE enrolment ADD CONSTRAINT enrolment_accepted_by_fkey
  FOREIGN KEY (municipality_id, accepted_by) REFERENCES account (municipality_id, id) ON DELETE SET NULL (accepted_by) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE enrolment VALIDATE CONSTRAINT enrolment_accepted_by_fkey;
ALTER TABLE enrolment ADD CONSTRAINT gives_up_another CHECK (gives_up <> id) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE enrolment VALIDATE CONSTRAINT gives_up_another;
ALTER TABLE enrolment ADD CONSTRAINT accepted_while_offered CHECK (accepted_at IS NULL OR status = 'offered') NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE enrolment VALIDATE CONSTRAINT accepted_while_offered;
CREATE INDEX enrolment_that_gives_up ON enrolment (municipality_id, gives_up) WHERE gives_up IS NOT NULL;
CREATE INDEX enrolment_that_swaps ON enrolment (municipality_id, child_id, offering_id) WHERE gives_up IS NOT NULL;

-- An offer for which another place would be given up may lie at the same time as that place: of its own time it claims what the
-- other does not claim already. Together they claim all of it, so that nothing comes between. A yes is over with the offer.
CREATE FUNCTION keep_swap_and_yes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'offered' THEN
    NEW.accepted_at := NULL;
    NEW.accepted_by := NULL;
  ELSIF NEW.gives_up IS NOT NULL THEN
    NEW.busy := NEW.busy - coalesce((
      SELECT e.busy FROM enrolment e WHERE e.municipality_id = NEW.municipality_id AND e.id = NEW.gives_up
        AND e.status IN ('placed', 'offered', 'awaiting_consent')), '{}'::tstzmultirange);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_swap_and_yes BEFORE INSERT OR UPDATE ON enrolment FOR EACH ROW
  WHEN (NEW.gives_up IS NOT NULL OR NEW.accepted_at IS NOT NULL) EXECUTE FUNCTION keep_swap_and_yes();

-- When the place that would be given up ends by itself, or its sessions move, the offer claims its own time again.
CREATE FUNCTION claim_what_was_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE enrolment e SET
    gives_up = CASE WHEN NEW.status IN ('placed', 'offered', 'awaiting_consent') THEN e.gives_up END,
    busy = o.busy * tstzmultirange(tstzrange(NEW.changed_at, NULL))
  FROM offering o
  WHERE e.municipality_id = NEW.municipality_id AND e.gives_up = NEW.id AND e.status IN ('waitlisted', 'offered', 'declined')
    AND o.municipality_id = e.municipality_id AND o.id = e.offering_id;
  RETURN NULL;
END $$;
CREATE TRIGGER claim_what_was_left AFTER UPDATE ON enrolment FOR EACH ROW
  WHEN (OLD.status IN ('placed', 'offered', 'awaiting_consent')
    AND (NEW.status NOT IN ('placed', 'offered', 'awaiting_consent') OR NEW.busy IS DISTINCT FROM OLD.busy))
  EXECUTE FUNCTION claim_what_was_left();
