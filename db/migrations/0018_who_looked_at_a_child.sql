-- Every look at a child's data by somebody outside the family: one row per person, day and what was seen, with how often. The
-- family reads it ("who has seen this").
CREATE TABLE look (
  municipality_id text NOT NULL,
  child_id uuid NOT NULL,
  -- A day in the municipality's calendar.
  day date NOT NULL,
  by_account uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('school', 'provider', 'team')),
  school_id uuid,
  provider_id uuid,
  what text NOT NULL CHECK (what IN ('pupil', 'participant', 'enrolment', 'check', 'timetable-clash', 'search', 'child')),
  -- Asked of the team.
  reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 500),
  times integer NOT NULL DEFAULT 1 CHECK (times > 0),
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, child_id, day, by_account, what, reason),
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, by_account) REFERENCES account (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, provider_id) REFERENCES provider (municipality_id, id) ON DELETE CASCADE,
  CHECK (role <> 'team' OR char_length(reason) >= 10)
);
CREATE INDEX look_by_child ON look (municipality_id, child_id, last_at DESC);
