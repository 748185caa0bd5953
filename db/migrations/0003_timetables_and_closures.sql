-- One version of a school's lesson times; the newest published one with valid_from on or before a date holds on that date.
CREATE TABLE timetable (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  school_id uuid NOT NULL,
  valid_from date NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'published')),
  changed_at timestamptz NOT NULL,
  changed_by uuid,
  PRIMARY KEY (municipality_id, id),
  -- A draft may stand beside the published version that it will replace.
  UNIQUE (municipality_id, school_id, valid_from, status),
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id)
);

-- A block of lessons, in the municipality's local time, end exclusive. Blocks of a group override those of its year,
-- which override those of the whole school (year and group_id null), for all weekdays at once.
CREATE TABLE timetable_lesson (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  timetable_id uuid NOT NULL,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  year smallint CHECK (year BETWEEN 1 AND 8),
  group_id uuid,
  starts_at time NOT NULL,
  ends_at time NOT NULL CHECK (ends_at > starts_at),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, timetable_id) REFERENCES timetable (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, group_id) REFERENCES school_group (municipality_id, id),
  CHECK (year IS NULL OR group_id IS NULL)
);
CREATE INDEX timetable_lesson_by_timetable ON timetable_lesson (municipality_id, timetable_id);

-- Days without (or with fewer) lessons. school_id null: the region's default. A school replaces a default by a row of
-- its own that names it in replaces_id; applies = false there means that the school does have lessons on those days.
CREATE TABLE closure (
  municipality_id text NOT NULL REFERENCES municipality (id),
  id uuid NOT NULL,
  school_id uuid,
  replaces_id uuid,
  applies boolean NOT NULL DEFAULT true,
  kind text NOT NULL CHECK (kind IN ('holiday', 'study-day', 'short-day')),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  -- Both dates belong to the closure.
  first_date date NOT NULL,
  last_date date NOT NULL CHECK (last_date >= first_date),
  -- On a short day: lessons end at this local time.
  lessons_end time,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, replaces_id) REFERENCES closure (municipality_id, id),
  CHECK ((kind = 'short-day') = (lessons_end IS NOT NULL)),
  CHECK (replaces_id IS NULL OR school_id IS NOT NULL),
  UNIQUE (municipality_id, school_id, replaces_id)
);
CREATE INDEX closure_by_school ON closure (municipality_id, school_id, first_date);
