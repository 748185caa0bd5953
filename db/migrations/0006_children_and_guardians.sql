-- As little as serves: no address, no citizen number.
CREATE TABLE child (
  municipality_id text NOT NULL REFERENCES municipality (id),
  id uuid NOT NULL,
  first_name text NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 100),
  last_name text NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 100),
  birth_date date NOT NULL,
  postcode text NOT NULL CHECK (postcode ~ '^[1-9][0-9]{3}[A-Z]{2}$'),
  -- Null when the postcode lies outside the municipality: such a child may still go to school here.
  neighbourhood_code text,
  school_id uuid,
  group_id uuid,
  -- Raised by every change of what a decision rests on (school, group, home, birth date).
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, neighbourhood_code) REFERENCES neighbourhood (municipality_id, code),
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, school_id, group_id) REFERENCES school_group (municipality_id, school_id, id),
  CHECK (group_id IS NULL OR school_id IS NOT NULL)
);
CREATE INDEX child_by_school ON child (municipality_id, school_id);

CREATE TABLE guardianship (
  municipality_id text NOT NULL,
  account_id uuid NOT NULL,
  child_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, account_id, child_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX guardianship_by_child ON guardianship (municipality_id, child_id);

-- When an offering is for invited children only, these are they.
CREATE TABLE offering_invitation (
  municipality_id text NOT NULL,
  offering_id uuid NOT NULL,
  child_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, offering_id, child_id),
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE
);
