-- What it is; kept from year to year. Development areas: the six of the national scheme School en Omgeving.
CREATE TABLE activity (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  provider_id uuid NOT NULL,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
  summary text NOT NULL DEFAULT '' CHECK (char_length(summary) <= 300),
  description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 5000),
  areas text[] NOT NULL CHECK (
    cardinality(areas) BETWEEN 1 AND 6
    AND areas <@ ARRAY['sport', 'culture', 'cognitive', 'social', 'self', 'world']
  ),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, provider_id) REFERENCES provider (municipality_id, id)
);

CREATE TABLE place (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 150),
  -- Street and number of a gym or library: public, no personal data.
  address text NOT NULL DEFAULT '' CHECK (char_length(address) <= 200),
  postcode text NOT NULL CHECK (postcode ~ '^[1-9][0-9]{3}[A-Z]{2}$'),
  neighbourhood_code text NOT NULL,
  latitude double precision NOT NULL CHECK (latitude BETWEEN 50 AND 54),
  longitude double precision NOT NULL CHECK (longitude BETWEEN 3 AND 8),
  -- Set when the place is a school building: no travel for its own pupils.
  school_id uuid,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, neighbourhood_code) REFERENCES neighbourhood (municipality_id, code),
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id)
);

-- Several offerings whose places are drawn together, at one moment.
CREATE TABLE round (
  municipality_id text NOT NULL REFERENCES municipality (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  opens_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL CHECK (closes_at > opens_at),
  drawn_at timestamptz,
  PRIMARY KEY (municipality_id, id)
);

CREATE TABLE offering (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  activity_id uuid NOT NULL,
  place_id uuid NOT NULL,
  round_id uuid,
  status text NOT NULL CHECK (status IN ('draft', 'published', 'cancelled')),
  audience text NOT NULL CHECK (audience IN ('neighbourhood', 'city')),
  enrolment_mode text NOT NULL CHECK (enrolment_mode IN ('direct', 'round', 'school')),
  slot text NOT NULL CHECK (slot IN ('before-school', 'lunch', 'after-school', 'weekend', 'holiday')),
  -- Narrowings of the audience; ages are whole years on the day of the first session, both ends included.
  age_min smallint CHECK (age_min BETWEEN 2 AND 18),
  age_max smallint CHECK (age_max BETWEEN 2 AND 18),
  years smallint[] NOT NULL DEFAULT '{}',
  invited_only boolean NOT NULL DEFAULT false,
  in_school_time boolean NOT NULL DEFAULT false,
  price_cents integer NOT NULL DEFAULT 0 CHECK (price_cents BETWEEN 0 AND 100000),
  capacity integer NOT NULL CHECK (capacity BETWEEN 0 AND 1000),
  has_waiting_list boolean NOT NULL DEFAULT true,
  enrolment_opens_at timestamptz NOT NULL,
  enrolment_closes_at timestamptz NOT NULL,
  -- Counted by triggers from the enrolments, never by hand: children placed, offered or awaiting consent, and waiting.
  taken integer NOT NULL DEFAULT 0,
  waiting integer NOT NULL DEFAULT 0 CHECK (waiting >= 0),
  -- Raised by every change of what a decision rests on, so that a decision on old facts is seen.
  version integer NOT NULL DEFAULT 1,
  -- Kept with the sessions, for the catalogue: local dates, ISO weekdays, minutes since midnight of the first session.
  first_date date,
  last_date date,
  weekdays smallint[] NOT NULL DEFAULT '{}',
  session_count integer NOT NULL DEFAULT 0,
  search_text text NOT NULL DEFAULT '',
  -- Of search_text, by the trigger of 0010. Not a generated column: every count of a place would generate it again.
  search tsvector NOT NULL DEFAULT '',
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, activity_id) REFERENCES activity (municipality_id, id),
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id),
  FOREIGN KEY (municipality_id, round_id) REFERENCES round (municipality_id, id),
  CONSTRAINT never_above_capacity CHECK (taken BETWEEN 0 AND capacity),
  CHECK (age_min <= age_max),
  CHECK (enrolment_closes_at > enrolment_opens_at),
  CHECK ((enrolment_mode = 'round') = (round_id IS NOT NULL))
);

CREATE TABLE offering_neighbourhood (
  municipality_id text NOT NULL,
  offering_id uuid NOT NULL,
  neighbourhood_code text NOT NULL,
  PRIMARY KEY (municipality_id, offering_id, neighbourhood_code),
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, neighbourhood_code) REFERENCES neighbourhood (municipality_id, code)
);
CREATE INDEX offering_neighbourhood_by_code ON offering_neighbourhood (municipality_id, neighbourhood_code, offering_id);

-- When there are rows, only pupils of these schools may come.
CREATE TABLE offering_school (
  municipality_id text NOT NULL,
  offering_id uuid NOT NULL,
  school_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, offering_id, school_id),
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id)
);

-- One meeting, half open: a child may leave at 16:00 and start the next at 16:00.
CREATE TABLE session (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  offering_id uuid NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  place_id uuid NOT NULL,
  cancelled_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, offering_id) REFERENCES offering (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id),
  CHECK (ends_at > starts_at AND ends_at - starts_at <= interval '16 hours'),
  -- A series never meets twice at the same time.
  CONSTRAINT sessions_of_an_offering_do_not_overlap
    EXCLUDE USING gist (municipality_id WITH =, offering_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (cancelled_at IS NULL)
);
CREATE INDEX session_by_offering ON session (municipality_id, offering_id, starts_at);
