CREATE TABLE neighbourhood (
  municipality_id text NOT NULL REFERENCES municipality (id),
  code text NOT NULL CHECK (code ~ '^WK[0-9]{6}$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  is_focus boolean NOT NULL DEFAULT false,
  -- Rings of [longitude, latitude], simplified to about 100 m: for display only.
  outline jsonb NOT NULL,
  PRIMARY KEY (municipality_id, code)
);

-- Four digits to a neighbourhood: a suggestion where is_doubtful, since a postcode can span several.
CREATE TABLE postcode_area (
  municipality_id text NOT NULL,
  postcode4 text NOT NULL CHECK (postcode4 ~ '^[1-9][0-9]{3}$'),
  neighbourhood_code text NOT NULL,
  is_doubtful boolean NOT NULL,
  latitude double precision NOT NULL CHECK (latitude BETWEEN 50 AND 54),
  longitude double precision NOT NULL CHECK (longitude BETWEEN 3 AND 8),
  PRIMARY KEY (municipality_id, postcode4),
  FOREIGN KEY (municipality_id, neighbourhood_code) REFERENCES neighbourhood (municipality_id, code)
);

-- One location of a school (BRIN and location number). Some locations have no known postcode yet.
CREATE TABLE school (
  municipality_id text NOT NULL REFERENCES municipality (id),
  id uuid NOT NULL,
  brin text NOT NULL CHECK (brin ~ '^[0-9]{2}[A-Z]{2}$'),
  location_number text NOT NULL CHECK (location_number ~ '^[0-9]{2}$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 150),
  sector text NOT NULL CHECK (sector IN ('po', 'vo', 'so', 'vso')),
  postcode text CHECK (postcode ~ '^[1-9][0-9]{3}[A-Z]{2}$'),
  neighbourhood_code text,
  latitude double precision CHECK (latitude BETWEEN 50 AND 54),
  longitude double precision CHECK (longitude BETWEEN 3 AND 8),
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, brin, location_number),
  FOREIGN KEY (municipality_id, neighbourhood_code) REFERENCES neighbourhood (municipality_id, code),
  CHECK ((latitude IS NULL) = (longitude IS NULL))
);

CREATE TABLE school_group (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  school_id uuid NOT NULL,
  -- The calendar year in which the school year begins: 2026 for 2026-2027.
  school_year integer NOT NULL CHECK (school_year BETWEEN 2000 AND 2100),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
  year smallint NOT NULL CHECK (year BETWEEN 1 AND 8),
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, school_id, school_year, name),
  UNIQUE (municipality_id, school_id, id),
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id)
);
