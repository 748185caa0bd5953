-- Every change outside the enrolments (they have enrolment_event): who, what, when, before and after, without secrets.
CREATE TABLE change_log (
  municipality_id text NOT NULL REFERENCES municipality (id),
  number bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  by_account uuid,
  verb text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  before jsonb,
  after jsonb,
  PRIMARY KEY (municipality_id, number)
);
CREATE INDEX change_log_by_subject ON change_log (municipality_id, subject_kind, subject_id, number);
