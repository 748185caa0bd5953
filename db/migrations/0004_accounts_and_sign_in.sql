CREATE TABLE provider (
  municipality_id text NOT NULL REFERENCES municipality (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 150),
  email citext NOT NULL,
  website text,
  PRIMARY KEY (municipality_id, id)
);

CREATE TABLE account (
  municipality_id text NOT NULL REFERENCES municipality (id),
  id uuid NOT NULL,
  email citext NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  name text NOT NULL DEFAULT '' CHECK (char_length(name) <= 150),
  language text NOT NULL DEFAULT 'nl',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, email)
);

-- What a person does besides being a guardian. A guardian needs no row here: guardianship says so.
CREATE TABLE membership (
  municipality_id text NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('school', 'provider', 'team')),
  school_id uuid,
  provider_id uuid,
  PRIMARY KEY (municipality_id, id),
  UNIQUE NULLS NOT DISTINCT (municipality_id, account_id, role, school_id, provider_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, provider_id) REFERENCES provider (municipality_id, id),
  CHECK ((role = 'school') = (school_id IS NOT NULL)),
  CHECK ((role = 'provider') = (provider_id IS NOT NULL))
);

-- Tokens are kept as SHA-256 only: whoever reads this table cannot sign in with it.
CREATE TABLE sign_in_link (
  municipality_id text NOT NULL REFERENCES municipality (id),
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  email citext NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (municipality_id, token_hash)
);
CREATE INDEX sign_in_link_by_expiry ON sign_in_link (municipality_id, expires_at);

CREATE TABLE sign_in_session (
  municipality_id text NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  account_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, token_hash),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_in_session_by_account ON sign_in_session (municipality_id, account_id);

-- Fixed windows, counted in the database so that several processes share them. The key is a hash: no address is kept.
CREATE TABLE rate_limit (
  municipality_id text NOT NULL REFERENCES municipality (id),
  key text NOT NULL,
  window_start timestamptz NOT NULL,
  hits integer NOT NULL CHECK (hits > 0),
  PRIMARY KEY (municipality_id, key, window_start)
);
