-- A child's claim on an offering.
CREATE TABLE enrolment (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  child_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN (
    'wished', 'placed', 'waitlisted', 'offered', 'not_placed', 'declined', 'expired',
    'withdrawn', 'cancelled', 'completed', 'awaiting_consent'
  )),
  -- Order of the waiting list: priority class (lower first), then the number drawn on joining.
  priority_class smallint NOT NULL DEFAULT 0,
  joined_number bigint GENERATED ALWAYS AS IDENTITY,
  joined_at timestamptz NOT NULL,
  -- Times of the offering's sessions, half open; kept while the enrolment lives.
  busy tstzmultirange NOT NULL,
  offered_until timestamptz,
  changed_at timestamptz NOT NULL,
  -- Account that made the last change; null for the system (promotion from the waiting list).
  changed_by uuid,
  change_reason text NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id),
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id),
  FOREIGN KEY (municipality_id, changed_by) REFERENCES account (municipality_id, id),
  CHECK ((status = 'offered') = (offered_until IS NOT NULL)),
  -- Measured in another design at a third of the speed: a row per session. One multirange per enrolment stays flat.
  CONSTRAINT no_child_in_two_places_at_once
    EXCLUDE USING gist (municipality_id WITH =, child_id WITH =, busy WITH &&)
    WHERE (status IN ('placed', 'offered', 'awaiting_consent'))
);

CREATE UNIQUE INDEX one_live_enrolment_per_child_and_offering
  ON enrolment (municipality_id, child_id, offering_id)
  WHERE status IN ('wished', 'placed', 'waitlisted', 'offered', 'awaiting_consent', 'completed');

CREATE INDEX enrolment_by_offering_in_order
  ON enrolment (municipality_id, offering_id, status, priority_class, joined_number);

-- Who changed what, when and why: one row per change of status, written by a trigger (0009).
CREATE TABLE enrolment_event (
  municipality_id text NOT NULL,
  enrolment_id uuid NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY,
  from_status text,
  to_status text NOT NULL,
  at timestamptz NOT NULL,
  by_account uuid,
  reason text NOT NULL,
  PRIMARY KEY (municipality_id, enrolment_id, number),
  FOREIGN KEY (municipality_id, enrolment_id) REFERENCES enrolment (municipality_id, id)
);
