-- Of a school or an organisation: an owner invites and removes colleagues. A coach of a provider sees the participants only
-- when the owner said so.
ALTER TABLE membership ADD COLUMN is_owner boolean NOT NULL DEFAULT false;
ALTER TABLE membership ADD COLUMN may_see_participants boolean NOT NULL DEFAULT true;
ALTER TABLE membership ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
-- Who was there alone until now owns it.
UPDATE membership SET is_owner = true WHERE role IN ('school', 'provider');
CREATE INDEX membership_by_school ON membership (municipality_id, school_id) WHERE school_id IS NOT NULL;
CREATE INDEX membership_by_provider ON membership (municipality_id, provider_id) WHERE provider_id IS NOT NULL;

-- A letter with a link that makes the reader of that address a guardian, a young person of their own, or a colleague. Works
-- once, for some days, and only for the account of that address. Of the token only the SHA-256 is kept.
CREATE TABLE invitation (
  municipality_id text NOT NULL REFERENCES municipality (id),
  id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  kind text NOT NULL CHECK (kind IN ('guardian', 'young', 'school', 'provider', 'team')),
  email citext NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  child_id uuid,
  school_id uuid,
  provider_id uuid,
  is_owner boolean NOT NULL DEFAULT false,
  may_see_participants boolean NOT NULL DEFAULT false,
  invited_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, token_hash),
  FOREIGN KEY (municipality_id, child_id) REFERENCES child (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, school_id) REFERENCES school (municipality_id, id),
  FOREIGN KEY (municipality_id, provider_id) REFERENCES provider (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, invited_by) REFERENCES account (municipality_id, id) ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, accepted_by) REFERENCES account (municipality_id, id) ON DELETE SET NULL (accepted_by),
  CHECK ((kind IN ('guardian', 'young')) = (child_id IS NOT NULL)),
  CHECK ((kind = 'school') = (school_id IS NOT NULL)),
  CHECK ((kind = 'provider') = (provider_id IS NOT NULL)),
  CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX invitation_by_child ON invitation (municipality_id, child_id) WHERE child_id IS NOT NULL;
CREATE INDEX invitation_by_school ON invitation (municipality_id, school_id) WHERE school_id IS NOT NULL;
CREATE INDEX invitation_by_provider ON invitation (municipality_id, provider_id) WHERE provider_id IS NOT NULL;
