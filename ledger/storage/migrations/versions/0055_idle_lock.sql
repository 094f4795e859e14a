alter table people.session
  add column last_used_at timestamptz not null default clock_timestamp(),
  add column unlock_hash bytea
    constraint session_is_unlocked_once_by_a_challenge unique;
comment on column people.session.last_used_at is
  'When an officer last did something at the console, to half a minute; at other doors, when it was opened.';
