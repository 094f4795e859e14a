alter table people.session
  add column last_used_at timestamptz not null default clock_timestamp(),
  add column unlocked_by bytea[] not null default '{}';
comment on column people.session.unlocked_by is 'Digests of the challenges that unlocked it: each serves once.';
comment on column people.session.last_used_at is
  'When an officer last did something at the console, to half a minute; at other doors, when it was opened.';
