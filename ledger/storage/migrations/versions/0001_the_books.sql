-- The whole schema, to be read as one page. Migrations build the same; a test proves it.
--
-- Schema `ledger` holds the books: no name, no address, nothing to erase.
-- Schema `people` holds who people are: erasable, closed to the auditor.
-- Amounts are minor units (1 unit = 100). Balances are credits minus debits. Instants are UTC; days are Europe/Paris.

create schema ledger;
create schema people;

-- The rules in force ---------------------------------------------------------------------------------------------

create table ledger.house (
  name  text not null
    constraint house_fact_is_named_once primary key,
  value text not null
);
comment on table ledger.house is 'Facts of this installation that never change: whether it is a demonstration.';

create table ledger.policy (
  version    integer     not null
    constraint policy_version_is_numbered primary key,
  valid_from date        not null,
  document   jsonb       not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint policy_version_is_positive check (version > 0)
);
comment on table ledger.policy is 'Tiers, caps, fees and phases: on a day, the highest version already valid rules.';

create table ledger.commune (
  insee         text    not null,
  name          text    not null,
  postal_codes  text    not null,
  territory     smallint not null,
  territory_name text   not null,
  population    integer not null,
  valid_from    date    not null,
  valid_to      date,
  constraint commune_is_described_once_at_a_time primary key (insee, valid_from)
);
comment on table ledger.commune is 'Communes of the metropolis and the territory of each, by period.';

-- The books ------------------------------------------------------------------------------------------------------

create table ledger.account (
  id              bigint   not null
    constraint account_id_is_unique primary key,
  book            text     not null,
  kind            text     not null,
  chart           text     not null,
  label           text     not null,
  owner           uuid,
  limit_group     bigint,
  tier            text,
  status          text     not null default 'open',
  territory       smallint,
  agreed_from     date,
  agreed_until    date,
  floor           bigint,
  ceiling         bigint,
  balance         bigint   not null default 0,
  version         bigint   not null default 0,
  paid_on         date,
  paid_that_day   bigint   not null default 0,
  cash_in         date,
  cash_that_month bigint   not null default 0,
  opened_at       timestamptz not null default clock_timestamp(),
  constraint account_status_is_known check (status in ('open', 'frozen', 'closed')),
  constraint account_tier_is_known check (tier in ('T0', 'T1', 'T2')),
  constraint account_stays_above_its_floor check (balance >= floor),
  constraint account_version_counts_legs check (version >= 0)
) with (fillfactor = 60);
comment on table ledger.account is 'What a balance is kept for. Figures move only inside a posting; members'' labels are random.';
create index account_by_owner on ledger.account (owner) where owner is not null;
create index account_by_limit_group on ledger.account (limit_group) where limit_group is not null;

create table ledger.posting (
  seq            bigint      not null
    constraint posting_is_numbered_once primary key,
  id             uuid        not null
    constraint posting_id_is_used_once unique,
  kind           text        not null,
  principal      text        not null,
  posted_at      timestamptz not null,
  operated_on    date        not null,
  place          text,
  policy_version integer     not null,
  piece          text,
  settles        uuid,
  refunds        uuid,
  reverses       uuid,
  digest         bytea       not null,
  evidence_kind  text        not null,
  evidence       bytea       not null,
  constraint posting_number_is_positive check (seq > 0),
  constraint posting_digest_is_whole check (octet_length(digest) = 32)
);
comment on table ledger.posting is 'The journal: who asked for what, when, under which policy. Gapless, append only.';
create unique index posting_settles_once on ledger.posting (settles) where settles is not null;
create unique index posting_is_reversed_once on ledger.posting (reverses) where reverses is not null;
create index posting_by_refunded on ledger.posting (refunds) where refunds is not null;

create table ledger.leg (
  posting_seq    bigint   not null,
  n              smallint not null,
  part           text     not null,
  debit_account  bigint   not null,
  credit_account bigint   not null,
  amount         bigint   not null
    constraint leg_amount_is_positive check (amount > 0),
  debit_after    bigint   not null,
  credit_after   bigint   not null,
  constraint leg_is_numbered_once primary key (posting_seq, n),
  constraint leg_moves_between_two_accounts check (debit_account <> credit_account)
);
comment on table ledger.leg is
  'An amount moved from one account to another, in minor units. Never changed. Written by one statement with its posting.';
create index leg_by_debited_account on ledger.leg (debit_account, posting_seq);
create index leg_by_credited_account on ledger.leg (credit_account, posting_seq);

create view ledger.entry as
select posting_seq, n, 'debit' as side, debit_account as account_id, credit_account as other_id,
       part, -amount as change, debit_after as balance_after
  from ledger.leg
 union all
select posting_seq, n, 'credit', credit_account, debit_account, part, amount, credit_after
  from ledger.leg;
comment on view ledger.entry is 'The accountant''s lines: each leg seen from its debited and from its credited account.';

create table ledger.journal_day (
  day       date   not null
    constraint journal_day_is_opened_once primary key,
  first_seq bigint not null
);
comment on table ledger.journal_day is 'The first posting of each day: where windows of days begin in the journal.';

create table ledger.refusal (
  id             uuid        not null
    constraint refusal_is_final primary key,
  kind           text        not null,
  principal      text        not null,
  digest         bytea       not null,
  code           text        not null,
  facts          jsonb       not null,
  policy_version integer     not null,
  refused_at     timestamptz not null
);
comment on table ledger.refusal is 'Drafts that the rules refused: the same id can never succeed later.';

-- Codes ----------------------------------------------------------------------------------------------------------

create table ledger.location (
  code       text        not null
    constraint location_code_is_unique primary key,
  account_id bigint      not null
    constraint location_collects_for_an_account references ledger.account (id),
  label      text        not null,
  revoked_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
comment on table ledger.location is 'A printed code at a till of a shop. Public, revocable.';
create index location_by_account on ledger.location (account_id);

create table ledger.payment_request (
  id           uuid        not null
    constraint payment_request_id_is_unique primary key,
  code         text        not null
    constraint payment_request_code_is_unique unique,
  account_id   bigint      not null
    constraint payment_request_collects_for_an_account references ledger.account (id),
  amount       bigint      not null
    constraint payment_request_amount_is_positive check (amount > 0),
  reference    text,
  place        text,
  created_at   timestamptz not null default clock_timestamp(),
  expires_at   timestamptz not null,
  withdrawn_at timestamptz,
  constraint payment_request_expires_after_it_begins check (expires_at > created_at)
);
comment on table ledger.payment_request is 'An amount asked for, single use. That it is paid is a fact of the journal.';
create index payment_request_by_account on ledger.payment_request (account_id, created_at);

-- People ---------------------------------------------------------------------------------------------------------

create table people.member (
  id         uuid        not null
    constraint member_id_is_unique primary key,
  kind       text        not null,
  name       text        not null,
  street     text,
  insee      text,
  activity   text,
  email      text,
  created_at timestamptz not null default clock_timestamp()
);
comment on table people.member is 'Who holds a wallet: a resident, a shop, an association, a public cash office.';

create table people.person (
  id         uuid        not null
    constraint person_id_is_unique primary key,
  name       text        not null,
  email      text,
  created_at timestamptz not null default clock_timestamp()
);
comment on table people.person is 'A natural person who signs in.';

create table people.standing (
  person_id    uuid not null
    constraint standing_is_of_a_person references people.person (id),
  role         text not null,
  member_id    uuid
    constraint standing_is_for_a_member references people.member (id),
  institution  text,
  till_account bigint
    constraint standing_keeps_a_till references ledger.account (id),
  ended_at     timestamptz,
  constraint standing_is_for_one_organisation check ((member_id is null) <> (institution is null))
);
comment on table people.standing is 'What a person is, and for whom: a role for a member or for an institution.';
create unique index standing_is_given_once
  on people.standing (person_id, role, member_id, institution) nulls not distinct;

create table people.session (
  token_hash bytea       not null
    constraint session_token_is_unique primary key,
  door       text        not null,
  person_id  uuid        not null
    constraint session_is_of_a_person references people.person (id),
  role       text        not null,
  member_id  uuid,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at   timestamptz
);
comment on table people.session is 'Signed-in browsers, one row per door; only the hash of the token is kept.';

create table people.api_key (
  token_hash bytea       not null
    constraint api_key_token_is_unique primary key,
  label      text        not null,
  person_id  uuid        not null
    constraint api_key_is_of_a_person references people.person (id),
  role       text        not null,
  member_id  uuid,
  created_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz
);
comment on table people.api_key is 'Keys of integrators; only the hash of the key is kept.';

-- The journal is append only -------------------------------------------------------------------------------------

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append only: % on % is refused', tg_op, tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;
comment on function ledger.refuse_change is 'Refuses update, delete and truncate, also to the owner of the tables.';

create trigger posting_is_never_changed before update or delete or truncate on ledger.posting
  for each statement execute function ledger.refuse_change();
create trigger leg_is_never_changed before update or delete or truncate on ledger.leg
  for each statement execute function ledger.refuse_change();
create trigger refusal_is_never_changed before update or delete or truncate on ledger.refusal
  for each statement execute function ledger.refuse_change();
create trigger journal_day_is_never_changed before update or delete or truncate on ledger.journal_day
  for each statement execute function ledger.refuse_change();
alter table ledger.posting enable always trigger posting_is_never_changed;
alter table ledger.leg enable always trigger leg_is_never_changed;
alter table ledger.refusal enable always trigger refusal_is_never_changed;
alter table ledger.journal_day enable always trigger journal_day_is_never_changed;

-- Rights ---------------------------------------------------------------------------------------------------------

grant usage on schema ledger, people to mlc_app;
grant usage on schema ledger to mlc_auditor;
grant select on all tables in schema ledger to mlc_app, mlc_auditor;
grant select on all tables in schema people to mlc_app;
grant insert on ledger.posting, ledger.leg, ledger.refusal, ledger.journal_day to mlc_app;
grant insert on ledger.account, ledger.location, ledger.payment_request, ledger.policy to mlc_app;
grant update (balance, version, paid_on, paid_that_day, cash_in, cash_that_month,
              status, tier, floor, ceiling, agreed_from, agreed_until) on ledger.account to mlc_app;
grant update (revoked_at) on ledger.location to mlc_app;
grant update (withdrawn_at) on ledger.payment_request to mlc_app;
grant insert, update, delete on all tables in schema people to mlc_app;
