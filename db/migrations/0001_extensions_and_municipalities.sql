-- What the later migrations need from PostgreSQL itself: trusted extensions only, so that no superuser is required.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS citext;

-- Dutch stemming that forgives accents: "theater" finds "théâter", "dansen" finds "danst".
CREATE TEXT SEARCH CONFIGURATION portal_dutch (COPY = dutch);
ALTER TEXT SEARCH CONFIGURATION portal_dutch
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, dutch_stem;

-- The tenant: owns everything below. Its id, the CBS code, leads every key of what belongs to it.
CREATE TABLE municipality (
  id text PRIMARY KEY CHECK (id ~ '^GM[0-9]{4}$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  time_zone text NOT NULL,
  holiday_region text NOT NULL CHECK (holiday_region IN ('noord', 'midden', 'zuid')),
  cycling_kmh numeric(4, 1) NOT NULL CHECK (cycling_kmh BETWEEN 5 AND 30),
  theme jsonb NOT NULL DEFAULT '{}',
  -- 48 hours by default: the time a family has to answer an offered place.
  offer_hours integer NOT NULL DEFAULT 48 CHECK (offer_hours BETWEEN 1 AND 336)
);
