-- Sessions that their owner can tell apart and end: how they began, and on what kind of device (no address, no full agent).
-- The table is rewritten for these two: it holds who is signed in, and is small.
-- squawk-ignore adding-field-with-default
ALTER TABLE sign_in_session ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE sign_in_session ADD COLUMN method text NOT NULL DEFAULT 'link'
  CHECK (method IN ('link', 'invitation', 'openid', 'passkey'));
ALTER TABLE sign_in_session ADD COLUMN device text NOT NULL DEFAULT '' CHECK (char_length(device) <= 80);
-- squawk-ignore adding-field-with-default
ALTER TABLE sign_in_session ADD COLUMN last_used_on date NOT NULL DEFAULT current_date;
CREATE UNIQUE INDEX sign_in_session_by_id ON sign_in_session (municipality_id, id);

-- Somebody who comes through a broker (DigiD, eHerkenning) may have no mail address.
-- squawk-ignore ban-drop-not-null
ALTER TABLE account ALTER COLUMN email DROP NOT NULL;

-- Who somebody is to an OpenID provider. `subject_hash` is a keyed hash of issuer and subject: should a broker hand out a
-- citizen number as its subject, nobody can read it here.
CREATE TABLE external_identity (
  municipality_id text NOT NULL,
  issuer text NOT NULL CHECK (char_length(issuer) <= 500),
  subject_hash bytea NOT NULL CHECK (octet_length(subject_hash) = 32),
  account_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, issuer, subject_hash),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX external_identity_by_account ON external_identity (municipality_id, account_id);

-- A sign-in at an OpenID provider that was begun and has not come back yet: works once, for minutes, in the browser that began
-- it. `provider` is the one that must answer, so that two can't be mixed up.
CREATE TABLE openid_sign_in (
  municipality_id text NOT NULL REFERENCES municipality (id),
  state_hash bytea NOT NULL CHECK (octet_length(state_hash) = 32),
  browser_hash bytea NOT NULL CHECK (octet_length(browser_hash) = 32),
  provider text NOT NULL,
  nonce text NOT NULL,
  code_verifier text NOT NULL,
  next text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, state_hash)
);

CREATE TABLE passkey (
  municipality_id text NOT NULL,
  credential_id text NOT NULL CHECK (char_length(credential_id) BETWEEN 1 AND 1400),
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  public_key bytea NOT NULL,
  -- Rises with every use where the device counts; one that falls is a copy.
  counter bigint NOT NULL DEFAULT 0,
  transports text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  PRIMARY KEY (municipality_id, credential_id),
  UNIQUE (municipality_id, id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX passkey_by_account ON passkey (municipality_id, account_id);

-- What a passkey has to sign, once, within minutes. `account_id` is null when nobody is signed in yet.
CREATE TABLE passkey_challenge (
  municipality_id text NOT NULL REFERENCES municipality (id),
  challenge text NOT NULL CHECK (char_length(challenge) BETWEEN 20 AND 200),
  account_id uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, challenge),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id) ON DELETE CASCADE
);
