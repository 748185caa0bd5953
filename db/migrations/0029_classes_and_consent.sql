-- How many days guardians have to consent to what a school enrolled their child for.
ALTER TABLE municipality ADD COLUMN consent_days smallint NOT NULL DEFAULT 7;
ALTER TABLE municipality ADD CONSTRAINT consent_days_in_reason CHECK (consent_days BETWEEN 1 AND 60) NOT VALID;
-- Migrations run in one transaction; the lock time-out bounds the wait.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE municipality VALIDATE CONSTRAINT consent_days_in_reason;

-- A guardian lets the school of the child enrol it from now on. It goes with the guardian who gave it, and with the school.
CREATE TABLE school_consent (
  municipality_id text NOT NULL,
  child_id uuid NOT NULL,
  school_id uuid NOT NULL,
  given_by uuid NOT NULL,
  given_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, child_id, school_id),
  FOREIGN KEY (municipality_id, given_by, child_id)
    REFERENCES guardianship (municipality_id, account_id, child_id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id)
);
CREATE INDEX school_consent_by_guardian ON school_consent (municipality_id, given_by, child_id);

CREATE FUNCTION end_school_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM school_consent
  WHERE municipality_id = NEW.municipality_id AND child_id = NEW.id AND school_id IS DISTINCT FROM NEW.school_id;
  RETURN NULL;
END $$;
CREATE TRIGGER end_school_consent AFTER UPDATE OF school_id ON child
  FOR EACH ROW WHEN (OLD.school_id IS DISTINCT FROM NEW.school_id) EXECUTE FUNCTION end_school_consent();

-- Whoever ends an enrolment or gives it a place need not know that consent was awaited.
CREATE FUNCTION end_waiting_for_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.consent_until := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER end_waiting_for_consent BEFORE UPDATE OF status ON enrolment
  FOR EACH ROW WHEN (OLD.status = 'awaiting_consent' AND NEW.status <> 'awaiting_consent')
  EXECUTE FUNCTION end_waiting_for_consent();

-- One guardian is asked by letter whether the school may enrol the child. Written with the enrolment, sent afterwards, so that a
-- crash in between loses no letter. The link in it follows from the id and a secret key; here is only its SHA-256.
CREATE TABLE consent_request (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  account_id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  -- Tries of sending that failed, and when the next one is due.
  tries smallint NOT NULL DEFAULT 0,
  try_at timestamptz NOT NULL,
  answered_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, token_hash),
  UNIQUE (municipality_id, enrolment_id, account_id),
  FOREIGN KEY (municipality_id, enrolment_id) REFERENCES enrolment (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX consent_request_to_send ON consent_request (municipality_id, try_at) WHERE sent_at IS NULL;

-- A school enrolled several pupils at once: the result, to be looked at again. `request_key` is what the client calls this attempt,
-- so that the same one twice is one; `request_hash` tells whether it is the same indeed.
CREATE TABLE class_enrolment (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  school_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  by_account uuid NOT NULL,
  request_key uuid NOT NULL,
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  mode text NOT NULL CHECK (mode IN ('all-that-can', 'all-or-none')),
  may_wait boolean NOT NULL,
  -- Name of the group as it was then; null for chosen pupils.
  group_name text,
  -- All or none, and it was none.
  is_none boolean NOT NULL DEFAULT false,
  made_at timestamptz NOT NULL,
  undone_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, school_id, by_account, request_key),
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX class_enrolment_by_school ON class_enrolment (municipality_id, school_id, made_at DESC);

CREATE TABLE class_enrolment_line (
  municipality_id text NOT NULL,
  class_enrolment_id uuid NOT NULL,
  number smallint NOT NULL,
  child_id uuid NOT NULL,
  enrolment_id uuid,
  outcome text NOT NULL CHECK (outcome IN ('placed', 'awaiting_consent', 'waitlisted', 'existing', 'refused')),
  queue_position integer,
  -- Why not: codes with their facts, as they were then.
  refusals jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (municipality_id, class_enrolment_id, number),
  FOREIGN KEY (municipality_id, class_enrolment_id)
    REFERENCES class_enrolment (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, enrolment_id)
    REFERENCES enrolment (municipality_id, id) ON DELETE SET NULL (enrolment_id)
);
CREATE INDEX class_enrolment_line_by_child ON class_enrolment_line (municipality_id, child_id);
CREATE INDEX class_enrolment_line_by_enrolment ON class_enrolment_line (municipality_id, enrolment_id)
  WHERE enrolment_id IS NOT NULL;
