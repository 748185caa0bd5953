-- What a municipality settles of its waiting lists, read at the moment it is needed: a change holds in every process at once.
ALTER TABLE municipality
  -- Instead of offer_hours when the next session is within `offer_near_days` days of the calendar.
  ADD COLUMN offer_hours_near integer NOT NULL DEFAULT 12,
  ADD COLUMN offer_near_days integer NOT NULL DEFAULT 3,
  -- Who comes first, in order (shared/waiting-list/priority-class.ts); empty: only the moment of joining counts.
  ADD COLUMN priority_rules text[] NOT NULL DEFAULT '{}',
  -- Raised by every change: two members of the team do not undo each other's.
  ADD COLUMN settings_version integer NOT NULL DEFAULT 1;
ALTER TABLE municipality ADD CONSTRAINT offer_hours_near_are_fewer
  CHECK (offer_hours_near BETWEEN 1 AND offer_hours) NOT VALID;
-- Migrations run in one transaction; the table has a handful of rows.
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE municipality VALIDATE CONSTRAINT offer_hours_near_are_fewer;
ALTER TABLE municipality ADD CONSTRAINT offer_near_days_in_bounds CHECK (offer_near_days BETWEEN 0 AND 30) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE municipality VALIDATE CONSTRAINT offer_near_days_in_bounds;
ALTER TABLE municipality ADD CONSTRAINT priority_rules_known
  CHECK (priority_rules <@ ARRAY['no-place', 'focus-neighbourhood', 'sibling']) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE municipality VALIDATE CONSTRAINT priority_rules_known;

-- The family said beforehand that it takes a place as soon as there is one.
ALTER TABLE enrolment ADD COLUMN auto_accept boolean NOT NULL DEFAULT false;

-- One time that an enrolment was offered a place. A link in a letter answers one of these, not whichever is offered later.
CREATE TABLE place_offer (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  offered_at timestamptz NOT NULL,
  offered_until timestamptz NOT NULL,
  -- `taken`: by the portal at once, because the family had asked for that.
  answer text CHECK (answer IN ('accepted', 'declined', 'taken')),
  answered_at timestamptz,
  answered_by uuid,
  -- When a no was taken back: that can be done once.
  undone_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, enrolment_id) REFERENCES enrolment (municipality_id, id) ON DELETE CASCADE,
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX place_offer_by_enrolment ON place_offer (municipality_id, enrolment_id, offered_at DESC);

-- A letter about an offer to one who may answer it. It is written with the offer and sent after the commit, by whichever process
-- comes to it; of the token of its link only the hash is kept.
CREATE TABLE offer_letter (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  account_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  -- `dropped`: there was nothing left to answer before it could be sent.
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped')),
  -- Not tried before this moment: a process that sends it has it to itself until then.
  try_at timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  sent_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, offer_id) REFERENCES place_offer (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE,
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE UNIQUE INDEX offer_letter_by_token ON offer_letter (municipality_id, token_hash);
CREATE INDEX offer_letter_by_offer ON offer_letter (municipality_id, offer_id);
CREATE INDEX offer_letter_by_account ON offer_letter (municipality_id, account_id);
CREATE INDEX offer_letter_to_send ON offer_letter (municipality_id, try_at) WHERE state = 'waiting';

-- Why a child was passed over when last there was a place: one row that is replaced. Not a column of enrolment, whose rows every
-- look at a list would then write anew.
CREATE TABLE passed_over (
  municipality_id text NOT NULL,
  enrolment_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z][a-z-]{1,39}$'),
  facts jsonb NOT NULL DEFAULT '{}',
  -- Since when this is the reason.
  since timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, enrolment_id),
  FOREIGN KEY (municipality_id, enrolment_id) REFERENCES enrolment (municipality_id, id) ON DELETE CASCADE
);
