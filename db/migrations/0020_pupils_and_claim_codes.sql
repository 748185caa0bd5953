-- A child as a school brought it in. `pupil_number` is its key in the administration of the school (the key of EDEXML, a column
-- of the CSV): by it the same file is known again. A child has at most one, at the school where it is now.
CREATE TABLE pupil (
  municipality_id text NOT NULL,
  child_id uuid NOT NULL,
  school_id uuid NOT NULL,
  pupil_number text NOT NULL CHECK (char_length(pupil_number) BETWEEN 1 AND 256),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, child_id),
  UNIQUE (municipality_id, school_id, pupil_number),
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id)
);

-- What a school hands to the family: whoever has it becomes guardian of that child. Works once; a new one ends the one before.
-- Kept as a keyed hash, for a code is short enough to be guessed from a plain one.
CREATE TABLE claim_code (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  child_id uuid NOT NULL,
  school_id uuid NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  used_at timestamptz,
  used_by uuid,
  revoked_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, code_hash),
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, created_by) REFERENCES account (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, used_by) REFERENCES account (municipality_id, id) ON DELETE SET NULL (used_by)
);
CREATE UNIQUE INDEX one_open_claim_code_per_child ON claim_code (municipality_id, child_id)
  WHERE used_at IS NULL AND revoked_at IS NULL;

-- A file of pupils that is being brought in: how far it is, and what came of it. Of the file itself nothing is kept.
CREATE TABLE pupil_import (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  school_id uuid NOT NULL,
  by_account uuid NOT NULL,
  format text NOT NULL CHECK (format IN ('csv', 'edexml')),
  status text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
  total integer NOT NULL CHECK (total >= 0),
  done integer NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND total),
  added integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, by_account) REFERENCES account (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX pupil_import_by_school ON pupil_import (municipality_id, school_id, started_at DESC);
