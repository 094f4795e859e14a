create table people.watched_day (
  day date not null
    constraint watched_day_is_looked_through_once primary key
    constraint watched_day_is_of_the_journal references ledger.journal_day (day)
);
comment on table people.watched_day is 'Closed days in which the watch has looked for alerts.';

create table people.watch_alert (
  id       uuid        not null
    constraint watch_alert_is_raised_once_for_a_fact primary key,
  number   bigint      generated always as identity
    constraint watch_alert_is_numbered_once unique,
  rule     text        not null,
  account  bigint      not null
    constraint watch_alert_is_about_an_account references ledger.account (id),
  accounts bigint[]    not null,
  postings bigint[]    not null,
  loaded   bigint      not null,
  redeemed bigint      not null,
  bound    bigint      not null,
  day      date        not null,
  found_at timestamptz not null,
  told_by  text,
  reason   bytea,
  facts    bytea,
  constraint watch_alert_is_found_or_told_by_somebody
    check (num_nulls(told_by, reason, facts) = case when rule = 'unusual' then 0 else 3 end)
);
comment on table people.watch_alert is
  'Facts that a person should look at (LCB-FT): which wallets, which postings. Told to nobody but those who examine.';
comment on column people.watch_alert.told_by is
  'Who wrote from a desk that an operation was unusual; why, and what they saw, is encrypted.';
create index watch_alert_by_day on people.watch_alert (day, number);

create table people.watch_step (
  id       uuid        not null
    constraint watch_step_id_is_unique primary key,
  alert_id uuid        not null
    constraint watch_step_is_about_an_alert references people.watch_alert (id),
  kind     text        not null
    constraint watch_step_kind_is_known check (kind in ('assigned', 'noted', 'closed')),
  assignee uuid
    constraint watch_step_is_assigned_to_a_person references people.person (id),
  outcome  text
    constraint watch_step_outcome_is_known check (outcome in ('explained', 'watched', 'declared')),
  note     bytea,
  taken_by text        not null,
  taken_at timestamptz not null,
  constraint watch_step_says_what_it_does check (
    (kind = 'assigned') = (assignee is not null) and (kind = 'closed') = (outcome is not null)
    and (kind = 'assigned' or note is not null))
);
comment on table people.watch_step is
  'Who was given an alert, what they noted, how it ended; the notes are encrypted, and no step is ever changed.';
create index watch_step_by_alert on people.watch_step (alert_id, taken_at);
create unique index watch_step_closes_once on people.watch_step (alert_id) where kind = 'closed';

grant select, insert on people.watched_day, people.watch_alert, people.watch_step to mlc_app;
grant update (note) on people.watch_step to mlc_app;
grant update (reason, facts) on people.watch_alert to mlc_app;
