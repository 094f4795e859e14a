-- The whole schema, to be read as one page. Migrations build the same; a test proves it.
--
-- Schema `ledger` holds the books: no name, no address, nothing to erase.
-- Schema `people` holds who people are: erasable, closed to the auditor.
-- Amounts are minor units (1 unit = 100). Balances are credits minus debits. Instants are UTC; days are Europe/Paris.

create schema ledger;
create schema people;
create extension pg_trgm with schema people;

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

create view ledger.commune_today as
select insee, name, postal_codes, territory, territory_name, population
  from ledger.commune
 where valid_from <= (now() at time zone 'Europe/Paris')::date
   and (valid_to is null or valid_to >= (now() at time zone 'Europe/Paris')::date);
comment on view ledger.commune_today is 'The version of the perimeter in force today.';

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
  low_value_spent bigint   not null default 0,
  low_value_count integer  not null default 0,
  has_own_limits  boolean  not null default false,
  constraint account_status_is_known check (status in ('open', 'frozen', 'closed')),
  constraint account_tier_is_known check (tier in ('T0', 'T1', 'T2')),
  constraint account_stays_above_its_floor check (balance >= floor),
  constraint account_version_counts_legs check (version >= 0)
) with (fillfactor = 60);
comment on table ledger.account is 'What a balance is kept for. Figures move only inside a posting; members'' labels are random.';
create index account_by_owner on ledger.account (owner) where owner is not null;
create index account_by_limit_group on ledger.account (limit_group) where limit_group is not null;
create view ledger.housemate as
select a.id as account_id, o.id as other_id, o.owner as other_owner
  from ledger.account as a
       join ledger.account as o
         on o.limit_group = a.limit_group and o.id <> a.id and o.status <> 'closed';
comment on view ledger.housemate is 'Open accounts whose cash counts together with an account''s.';
create index account_of_an_acceptor on ledger.account (kind)
  where kind in ('merchant', 'association', 'public_office');
create index account_of_a_till_or_slip on ledger.account (kind) where kind in ('till', 'slip');

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
  replaces       uuid,
  constraint posting_number_is_positive check (seq > 0),
  constraint posting_digest_is_whole check (octet_length(digest) = 32)
);
comment on table ledger.posting is 'The journal: who asked for what, when, under which policy. Gapless, append only.';
create unique index posting_settles_once on ledger.posting (settles) where settles is not null;
create unique index posting_is_reversed_once on ledger.posting (reverses) where reverses is not null;
create unique index posting_replaces_once on ledger.posting (replaces) where replaces is not null;
create index posting_by_refunded on ledger.posting (refunds) where refunds is not null;
create index posting_by_kind on ledger.posting (kind, seq) include (id) where kind <> 'payment';
create index slip_by_number on ledger.posting (piece) where kind = 'slip_closed';

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

create view ledger.flow as
select p.seq, l.amount as came, 0::bigint as went
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind in ('issuance', 'topup_issued') and l.part <> 'dues'
 union all
select p.seq, -l.amount, 0
  from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq
       join ledger.posting as o on o.id = p.reverses
       join ledger.leg as k on k.posting_seq = o.seq and k.credit_account = l.debit_account
 where p.kind = 'reversal' and o.kind in ('issuance', 'topup_issued') and k.part <> 'dues'
 union all
select p.seq, 0, case when p.kind = 'redemption_returned' then -l.amount else l.amount end
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind in ('redemption_requested', 'exit_requested', 'redemption_returned');
comment on view ledger.flow is
  'Euros that became units, and units that became euros again, posting by posting; what is taken back counts less.';

create table ledger.day_flow (
  day  date   not null
    constraint day_flow_is_kept_once primary key
    constraint day_flow_is_of_a_day_of_the_journal references ledger.journal_day (day),
  came bigint not null,
  went bigint not null
);
comment on table ledger.day_flow is
  'What the flow of each closed day adds up to: computed from the journal, kept so as not to be added up again.';

create view ledger.spending as
select l.posting_seq as seq,
       case when d.kind = 'resident' and c.kind in ('merchant', 'association', 'public_office') then l.amount
            when c.kind = 'resident' and d.kind in ('merchant', 'association', 'public_office') then -l.amount
            else 0 end as spent,
       case when d.kind not in ('merchant', 'association', 'public_office')
              or c.kind not in ('merchant', 'association', 'public_office') then 0
            when p.kind = 'merger' then 0
            when p.kind = 'payment' or o.kind = 'refund' then l.amount
            else -l.amount end as respent,
       case when c.kind in ('resident', 'merchant', 'association', 'public_office') then l.amount else 0 end
       - case when d.kind in ('resident', 'merchant', 'association', 'public_office') then l.amount else 0 end
         as grown
  from ledger.leg as l
       join ledger.posting as p on p.seq = l.posting_seq
       join ledger.account as d on d.id = l.debit_account
       join ledger.account as c on c.id = l.credit_account
       left join ledger.posting as o on o.id = p.reverses and p.kind = 'reversal';
comment on view ledger.spending is
  'Leg by leg: units that residents spent, that acceptors spent again, and by how much circulation grew; what is given back counts less.';

create table ledger.day_spending (
  day     date   not null
    constraint day_spending_is_kept_once primary key
    constraint day_spending_is_of_a_day_of_the_journal references ledger.journal_day (day),
  spent   bigint not null,
  respent bigint not null,
  grown   bigint not null
);
comment on table ledger.day_spending is
  'What the spending of each closed day adds up to: computed from the journal, kept so as not to be added up again.';

create view ledger.paid as
select p.seq, l.amount as paid
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind in ('payment', 'transfer');
comment on view ledger.paid is
  'What members paid each other, posting by posting, nothing taken off for what was given back.';

create table ledger.day_paid (
  day  date   not null
    constraint day_paid_is_kept_once primary key
    constraint day_paid_is_of_a_day_of_the_journal references ledger.journal_day (day),
  paid bigint not null
);
comment on table ledger.day_paid is
  'What was paid on each closed day, nothing taken off: the volume that an exempt issuer declares.';

create table ledger.refusal (
  id             uuid        not null
    constraint refusal_is_final primary key,
  kind           text        not null,
  principal      text        not null,
  digest         bytea       not null,
  code           text        not null,
  facts          jsonb       not null,
  policy_version integer     not null,
  refused_at     timestamptz not null,
  replaces       uuid
);
comment on table ledger.refusal is 'Drafts that the rules refused: the same id can never succeed later.';

create unique index refusal_replaces_once on ledger.refusal (replaces) where replaces is not null;

-- What approves ---------------------------------------------------------------------------------------------------

create table ledger.approval_key (
  id            uuid        not null
    constraint approval_key_id_is_unique primary key,
  account_id    bigint      not null
    constraint approval_key_is_of_an_account references ledger.account (id),
  kind          text        not null
    constraint approval_key_kind_is_known check (kind in ('device', 'passkey')),
  public_key    bytea       not null,
  credential_id bytea
    constraint approval_key_credential_is_unique unique,
  origin        text        not null default '',
  rp_id         text        not null default '',
  registered_under text     not null,
  registered_at timestamptz not null,
  revoked_at    timestamptz
);
comment on table ledger.approval_key is
  'Public keys of phones and passkeys. Never erased: the evidence of past payments is verified with them.';
create index approval_key_by_account on ledger.approval_key (account_id);

-- Codes ----------------------------------------------------------------------------------------------------------

create table ledger.location (
  code       text        not null
    constraint location_code_is_unique primary key,
  account_id bigint      not null
    constraint location_collects_for_an_account references ledger.account (id),
  label      text        not null,
  revoked_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  is_tended  boolean     not null default true,
  key_rotation integer   not null default 0
);
comment on table ledger.location is 'A printed code at a till of a shop. Public, revocable.';
create index location_by_account on ledger.location (account_id);
create unique index location_label_is_used_once_by_a_shop on ledger.location (account_id, label)
  where revoked_at is null;

create table ledger.till_pairing (
  id              uuid        not null
    constraint till_pairing_id_is_unique primary key,
  location_code   text        not null
    constraint till_pairing_is_with_a_location references ledger.location (code),
  key_id          uuid        not null
    constraint till_pairing_is_of_a_device references ledger.approval_key (id),
  asked_by        text        not null,
  asked_at        timestamptz not null,
  confirmed_by    text,
  confirmed_at    timestamptz,
  ended_at        timestamptz,
  synced_at       timestamptz,
  synced_rotation integer,
  constraint till_pairing_is_confirmed_by_somebody check ((confirmed_by is null) = (confirmed_at is null)),
  constraint till_pairing_is_confirmed_before_it_holds_keys check (synced_at is null or confirmed_at is not null),
  constraint till_pairing_holds_keys_of_a_rotation check ((synced_at is null) = (synced_rotation is null))
);
comment on table ledger.till_pairing is
  'Devices that ask to answer for a location, and those that do; synced: when one last took its day keys.';
create unique index till_pairing_is_one_for_a_location on ledger.till_pairing (location_code)
  where confirmed_at is not null and ended_at is null;
create unique index till_pairing_is_one_for_a_device on ledger.till_pairing (key_id)
  where confirmed_at is not null and ended_at is null;
create unique index till_pairing_is_asked_once_at_a_time on ledger.till_pairing (key_id)
  where confirmed_at is null and ended_at is null;
create index till_pairing_by_location on ledger.till_pairing (location_code, asked_at);

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
  reserved_for bigint
    constraint payment_request_is_reserved_for_an_account references ledger.account (id),
  constraint payment_request_expires_after_it_begins check (expires_at > created_at)
);
comment on table ledger.payment_request is 'An amount asked for, single use. That it is paid is a fact of the journal.';
create index payment_request_by_account on ledger.payment_request (account_id, created_at);

create table ledger.claim (
  id            uuid        not null
    constraint claim_id_is_unique primary key,
  location_code text
    constraint claim_is_made_at_a_location references ledger.location (code),
  account_id    bigint
    constraint claim_is_made_of_an_account references ledger.account (id),
  payer         bigint      not null
    constraint claim_is_made_by_an_account references ledger.account (id),
  number        smallint
    constraint claim_number_has_two_digits check (number between 10 and 99),
  opened_at     timestamptz not null,
  expires_at    timestamptz not null,
  closed_at     timestamptz,
  request_id    uuid
    constraint claim_is_answered_by_a_request references ledger.payment_request (id),
  code_hash     bytea
    constraint claim_code_is_unique unique,
  constraint claim_is_a_number_at_a_till_or_a_code check (
    case when code_hash is null
         then location_code is not null and account_id is not null and number is not null
         else location_code is null and number is null end)
);
comment on table ledger.claim is
  'Somebody stands before a till and says a number: the amount is pushed to that phone and no other.';
create index claim_by_account on ledger.claim (account_id, expires_at);
create index claim_by_payer on ledger.claim (payer, opened_at);

create table ledger.payer_reply (
  id          uuid        not null
    constraint payer_reply_id_is_unique primary key,
  request_id  uuid        not null
    constraint payer_reply_is_to_a_request references ledger.payment_request (id),
  payer       bigint      not null
    constraint payer_reply_is_of_an_account references ledger.account (id),
  reason      text        not null
    constraint payer_reply_has_a_known_reason check (reason in ('wrong', 'unable', 'part')),
  part        bigint
    constraint payer_reply_part_is_positive check (part > 0),
  told_at     timestamptz not null,
  asked_again uuid
    constraint payer_reply_leads_to_a_request references ledger.payment_request (id),
  constraint payer_reply_is_one_of_a_payer unique (request_id, payer),
  constraint payer_reply_tells_a_part_or_none check ((reason = 'part') = (part is not null))
);
comment on table ledger.payer_reply is
  'What a payer told the till of an amount asked: wrong, not possible, or the part that can be paid. Forgotten in a day.';
create index payer_reply_by_instant on ledger.payer_reply (told_at);

create table ledger.institution (
  name     text        not null
    constraint institution_is_named_once primary key,
  kind     text        not null
    constraint institution_kind_is_known check (kind in ('issuer', 'desk', 'auditor')),
  code     text
    constraint institution_code_is_unique unique,
  added_at timestamptz not null,
  constraint institution_has_a_code_where_it_has_slips check ((kind = 'desk') = (code is not null))
);
comment on table ledger.institution is
  'The organisations of the house: one issuer, one auditor, any number of desks; code: how slips of its tills begin.';
create unique index institution_issuer_is_alone on ledger.institution (kind) where kind = 'issuer';
create unique index institution_auditor_is_alone on ledger.institution (kind) where kind = 'auditor';

create table ledger.desk (
  name        text not null
    constraint desk_name_is_unique primary key,
  institution text not null
    constraint desk_is_of_an_institution references ledger.institution (name),
  street      text not null,
  insee       text not null,
  hours       text not null,
  constraint desk_is_of_one_institution unique (name, institution)
);
comment on table ledger.desk is
  'Where euros become units: the desks that residents are sent to, with their hours as people read them.';

create table ledger.missed_code (
  account_id bigint      not null
    constraint missed_code_was_typed_by_an_account references ledger.account (id),
  missed_at  timestamptz not null
);
comment on table ledger.missed_code is
  'Codes that nobody carries, typed by an account: whoever guesses is stopped for ten minutes.';
create index missed_code_by_account on ledger.missed_code (account_id, missed_at);

create table ledger.card (
  id         uuid        not null
    constraint card_id_is_unique primary key,
  account_id bigint      not null
    constraint card_is_of_an_account references ledger.account (id),
  issued_by  text        not null,
  issued_at  timestamptz not null,
  blocked_at timestamptz,
  blocked_by text,
  constraint card_is_blocked_by_somebody check ((blocked_at is null) = (blocked_by is null))
);
comment on table ledger.card is
  'Printed cards: with a PIN, on a device of a shop, they pay. Never erased: past payments name them.';
create unique index card_pays_alone_for_its_account on ledger.card (account_id)
  where blocked_at is null;

create table ledger.card_try (
  card_id    uuid        not null,
  account_id bigint      not null
    constraint card_try_was_made_at_a_shop references ledger.account (id),
  tried_at   timestamptz not null
);
comment on table ledger.card_try is
  'PINs tried since the last right one, cards that nobody has included: who guesses is stopped.';
create index card_try_by_card on ledger.card_try (card_id, tried_at);

create table ledger.freeze (
  id         uuid        not null
    constraint freeze_id_is_unique primary key,
  account_id bigint      not null
    constraint freeze_is_of_an_account references ledger.account (id),
  frozen_by  text        not null,
  frozen_at  timestamptz not null,
  asked_by   text,
  asked_at   timestamptz,
  lifted_by  text,
  lifted_at  timestamptz,
  constraint freeze_is_asked_by_somebody check ((asked_by is null) = (asked_at is null)),
  constraint freeze_is_lifted_by_somebody check ((lifted_by is null) = (lifted_at is null))
);
comment on table ledger.freeze is
  'An account stopped by its holder or a desk, and who lifted it; two persons above a small balance.';
create unique index freeze_by_account on ledger.freeze (account_id) where lifted_at is null;

create table ledger.own_limit (
  id         uuid        not null
    constraint own_limit_id_is_unique primary key,
  account_id bigint      not null
    constraint own_limit_is_of_an_account references ledger.account (id),
  kind       text        not null
    constraint own_limit_kind_is_known check (kind in ('alone', 'per_day', 'card_per_day', 'per_week')),
  amount     bigint
    constraint own_limit_is_not_negative check (amount >= 0),
  chosen_by  text        not null,
  chosen_at  timestamptz not null,
  valid_from timestamptz not null,
  constraint own_limit_counts_once_chosen check (valid_from >= chosen_at)
);
comment on table ledger.own_limit is
  'Limits that a holder, or a guardian, chose below those of the policy: lowered at once, raised after a day.';
create index own_limit_by_account on ledger.own_limit (account_id, chosen_at);

create table ledger.own_ceiling (
  id         uuid        not null
    constraint own_ceiling_id_is_unique primary key,
  account_id bigint      not null
    constraint own_ceiling_is_of_an_account references ledger.account (id),
  amount     bigint
    constraint own_ceiling_is_not_negative check (amount >= 0),
  afterwards bigint,
  ends_on    date,
  set_by     text        not null,
  set_at     timestamptz not null,
  ended_at   timestamptz,
  constraint own_ceiling_ends_as_a_figure check (amount is not null or ends_on is null)
);
comment on table ledger.own_ceiling is
  'How far the balance of one account may go where a desk said so; past its last day, what was said for afterwards counts.';
create unique index own_ceiling_is_one on ledger.own_ceiling (account_id) where ended_at is null;
create index own_ceiling_by_last_day on ledger.own_ceiling (ends_on) where ended_at is null;

create table ledger.till (
  cash_account   bigint   not null
    constraint till_is_described_once primary key
    constraint till_owes_for_its_cash references ledger.account (id),
  cheque_account bigint   not null
    constraint till_cheques_are_of_one_till unique
    constraint till_owes_for_its_cheques references ledger.account (id),
  institution    text     not null,
  code           text     not null,
  number         smallint not null,
  desk           text     not null,
  closed_at      timestamptz,
  closed_by      text,
  constraint till_is_numbered_once unique (code, number),
  constraint till_is_at_a_desk_of_its_institution
    foreign key (desk, institution) references ledger.desk (name, institution),
  constraint till_is_closed_by_somebody check ((closed_at is null) = (closed_by is null))
);
comment on table ledger.till is
  'A till of a desk: the accounts of what it owes for cash and for cheques, and how its slips are numbered.';
create index till_by_desk on ledger.till (desk);

create table ledger.till_day (
  id               uuid        not null
    constraint till_day_id_is_unique primary key,
  till             bigint      not null
    constraint till_day_is_of_a_till references ledger.till (cash_account),
  state            text        not null
    constraint till_day_is_in_a_known_state
    check (state in ('float_differs', 'open', 'counted', 'closed')),
  opened_by        text        not null,
  opened_at        timestamptz not null,
  float_expected   bigint      not null,
  float_counted    bigint      not null,
  float_pieces     jsonb       not null,
  float_reason     text,
  float_checked_by text,
  counted_at       timestamptz,
  counted          bigint,
  pieces           jsonb,
  expected         bigint,
  taken            bigint,
  cheques          bigint,
  reason           text,
  checked_by       text,
  closed_at        timestamptz,
  left_in_till     bigint,
  slip_number      text
    constraint till_day_slip_is_numbered_once unique,
  slip_posting     uuid,
  constraint till_day_is_counted_whole check (
    (counted_at is null) = (counted is null) and (counted is null) = (pieces is null)
    and (counted is null) = (expected is null) and (counted is null) = (taken is null)
    and (counted is null) = (cheques is null)),
  constraint till_day_is_counted_before_it_is_closed check (closed_at is null or counted is not null),
  constraint till_day_is_closed_as_its_state_says check ((closed_at is null) = (state <> 'closed')),
  constraint till_day_float_is_checked_by_another check (float_checked_by <> opened_by),
  constraint till_day_count_is_checked_by_another check (checked_by <> opened_by),
  constraint till_day_difference_is_explained_and_checked check (
    closed_at is null or counted = expected or (reason is not null and checked_by is not null))
);
comment on table ledger.till_day is
  'From the float counted in the morning to the slip: a count is written once, and a difference of it is explained and checked by another.';
create unique index till_day_is_one_at_a_time on ledger.till_day (till) where closed_at is null;
create index till_day_by_till on ledger.till_day (till, opened_at);

create table ledger.till_movement (
  id           uuid        not null
    constraint till_movement_id_is_unique primary key,
  till_day     uuid        not null
    constraint till_movement_is_of_a_day references ledger.till_day (id),
  amount       bigint      not null
    constraint till_movement_moves_something check (amount <> 0),
  asked_by     text        not null,
  asked_at     timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  constraint till_movement_takes_two check (confirmed_by <> asked_by),
  constraint till_movement_is_confirmed_whole check ((confirmed_by is null) = (confirmed_at is null))
);
comment on table ledger.till_movement is
  'Cash brought to a till (positive) or taken to the safe (negative): counted once a second person confirmed it.';
create index till_movement_by_day on ledger.till_movement (till_day);

create table ledger.countersignature (
  id           uuid        not null
    constraint countersignature_id_is_unique primary key,
  act          text        not null
    constraint countersignature_is_of_a_known_act
    check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger', 'erasure', 'cheque_unpaid', 'top_up',
                   'attribution', 'redemption_return', 'cover', 'commission', 'dues', 'slip', 'desk', 'till', 'reopening', 'ceiling',
                   'household')),
  subject      uuid        not null,
  facts        jsonb       not null,
  organisation text        not null,
  asked_by     text        not null,
  asked_at     timestamptz not null,
  decided_by   text,
  decided_at   timestamptz,
  is_granted   boolean,
  constraint countersignature_takes_two check (decided_by <> asked_by),
  constraint countersignature_is_decided_whole check (
    (decided_at is null) = (decided_by is null) and (decided_at is null) = (is_granted is null))
);
comment on table ledger.countersignature is
  'What one person of an organisation asked and another granted or refused; granted, its posting bears the same id.';
create unique index countersignature_waits_once on ledger.countersignature (act, subject) where decided_at is null;
create index countersignature_waits on ledger.countersignature (asked_at) where decided_at is null;

create table ledger.officer_key (
  id               uuid        not null
    constraint officer_key_id_is_unique primary key,
  principal        text        not null,
  public_key       bytea       not null,
  credential_id    bytea       not null
    constraint officer_key_credential_is_unique unique,
  origin           text        not null,
  rp_id            text        not null,
  browser          bytea       not null,
  registered_under text        not null,
  registered_at    timestamptz not null,
  revoked_at       timestamptz,
  signs_from       timestamptz not null
);
comment on column ledger.officer_key.signs_from is
  'From when it countersigns: a key made in place of another does a day later.';
comment on table ledger.officer_key is
  'Passkeys by which people of an institution sign in at the console and countersign; browser: where it was made.';
create index officer_key_by_principal on ledger.officer_key (principal);

create table ledger.asked_in (
  subject   uuid  not null
    constraint asked_in_is_noted_once primary key,
  principal text  not null,
  browser   bytea not null
);
comment on table ledger.asked_in is 'In which browser the first of two people acted: the second acts in another.';

create table ledger.signature (
  id                 uuid        not null
    constraint signature_id_is_unique primary key,
  act                text        not null,
  subject            uuid        not null,
  is_granted         boolean     not null,
  principal          text        not null,
  key_id             uuid        not null
    constraint signature_is_by_an_officer references ledger.officer_key (id),
  content            bytea       not null,
  authenticator_data bytea       not null,
  client_data        bytea       not null,
  signature          bytea       not null,
  browser            bytea       not null,
  signed_at          timestamptz not null,
  constraint signature_decides_once unique (act, subject)
);
comment on table ledger.signature is
  'Second signatures as evidence: what was decided, its effect and policy version are the signed content.';

create table ledger.staff_act (
  id         uuid        not null
    constraint staff_act_id_is_unique primary key,
  act        text        not null,
  done_by    text        not null,
  done_at    timestamptz not null,
  account_id bigint
    constraint staff_act_touches_an_account references ledger.account (id),
  person_id  uuid,
  fields     text[]      not null,
  changes    bytea,
  constraint staff_act_changes_what_somebody_has check (changes is null or person_id is not null)
);
comment on table ledger.staff_act is
  'What staff did to whom, where no posting and no signature tells: fields in clear, values under the key of that person.';
create index staff_act_by_instant on ledger.staff_act (done_at);
create index staff_act_by_person on ledger.staff_act (person_id, done_at) where person_id is not null;
create table ledger.redemption_decision (
  redemption_id uuid        not null
    constraint redemption_is_decided_once primary key
    constraint redemption_decision_is_on_a_posting references ledger.posting (id),
  is_granted    boolean     not null,
  reason        text,
  decided_by    text        not null,
  decided_at    timestamptz not null,
  constraint redemption_is_refused_with_a_reason check (is_granted = (reason is null))
);
comment on table ledger.redemption_decision is
  'What the treasury decided on a redemption above the ceiling of its policy; refused, its units are given back.';

create table ledger.payout_batch (
  id          uuid        not null
    constraint payout_batch_id_is_unique primary key,
  number      integer     not null
    constraint payout_batch_is_numbered_once unique,
  prepared_by text        not null,
  prepared_at timestamptz not null,
  decided_by  text,
  decided_at  timestamptz,
  is_sent     boolean,
  constraint payout_batch_is_decided_at_once check (num_nulls(decided_by, decided_at, is_sent) in (0, 3))
);
comment on table ledger.payout_batch is
  'Transfers handed to the bank together: prepared, then sent or dropped by a signature; the journal tells what is paid.';

create table ledger.payout_line (
  batch_id      uuid    not null
    constraint payout_line_is_of_a_batch references ledger.payout_batch (id),
  redemption_id uuid    not null
    constraint payout_line_is_of_a_redemption references ledger.posting (id),
  is_dropped    boolean not null default false,
  constraint payout_line_is_in_a_batch_once primary key (batch_id, redemption_id)
);
comment on table ledger.payout_line is 'A redemption in a batch; a batch that is dropped leaves its lines to another.';
create unique index payout_line_is_in_one_batch on ledger.payout_line (redemption_id) where not is_dropped;

create table ledger.exit_request (
  id         uuid        not null
    constraint exit_request_id_is_unique primary key,
  account_id bigint      not null
    constraint exit_request_is_of_an_account references ledger.account (id),
  amount     bigint      not null
    constraint exit_request_amount_is_positive check (amount > 0),
  fee        bigint      not null
    constraint exit_request_fee_is_below_its_amount check (fee >= 0 and fee < amount),
  reason     text        not null
    constraint exit_request_reason_is_known check (reason in ('departure', 'death', 'closure')),
  asked_by   text        not null,
  asked_at   timestamptz not null,
  first_by   text,
  first_at   timestamptz,
  is_first_by_treasury boolean,
  decided_by text,
  decided_at timestamptz,
  is_granted boolean,
  constraint exit_request_is_approved_at_once check (num_nulls(first_by, first_at, is_first_by_treasury) in (0, 3)),
  constraint exit_request_is_decided_at_once check (num_nulls(decided_by, decided_at, is_granted) in (0, 3)),
  constraint exit_request_takes_three_people
    check (first_by <> asked_by and decided_by <> asked_by and (decided_by <> first_by or not is_granted)),
  constraint exit_request_is_granted_second check (is_granted is not true or first_by is not null)
);
comment on table ledger.exit_request is
  'A resident leaves: one person asks, two others approve; granted, the posting that pays out bears its id.';
create unique index exit_request_waits_alone on ledger.exit_request (account_id) where decided_at is null;
create index exit_request_by_instant on ledger.exit_request (asked_at);

create table ledger.cheque (
  posting_id uuid   not null
    constraint cheque_is_received_once primary key,
  account_id bigint not null
    constraint cheque_is_for_an_account references ledger.account (id)
);
comment on table ledger.cheque is 'Each cheque laid on a counter, by the posting that received it: for which wallet.';

create table ledger.member_debt (
  posting_id uuid   not null
    constraint member_debt_is_owed_once primary key,
  account_id bigint not null
    constraint member_debt_is_of_an_account references ledger.account (id),
  amount     bigint not null
    constraint member_debt_is_positive check (amount > 0),
  paid       bigint not null default 0,
  constraint member_debt_is_never_overpaid check (paid between 0 and amount)
);
comment on table ledger.member_debt is
  'What a member owes to the issuer since the posting that says so, and how much of it was paid.';
create index member_debt_of_an_account on ledger.member_debt (account_id) where paid < amount;

create view ledger.received_cheque as
select r.id, r.seq, r.kind, q.account_id, r.piece, r.posted_at as received_at,
       (select sum(amount) from ledger.leg where posting_seq = r.seq)::bigint as amount,
       slip.number as slip, slip.credited_at, done.kind as settled_as, done.posted_at as settled_at
  from ledger.cheque as q
       join ledger.posting as r on r.id = q.posting_id
       join ledger.leg as l on l.posting_seq = r.seq and l.n = 0
       left join lateral (
         select s.piece as number, c.posted_at as credited_at
           from ledger.leg as k
                join ledger.posting as s on s.seq = k.posting_seq and s.kind = 'slip_closed'
                left join ledger.posting as c on c.settles = s.id
          where k.credit_account = l.debit_account and k.posting_seq > r.seq
          order by k.posting_seq limit 1) as slip on true
       left join ledger.posting as done on done.settles = r.id
 where not exists (select from ledger.posting as b where b.reverses = r.id);
comment on view ledger.received_cheque is
  'Each cheque that stands: the first slip after it, whether the bank credited that, and what became of it.';

create table ledger.dues_choice (
  account_id   bigint      not null
    constraint dues_choice_is_of_an_account references ledger.account (id),
  first_year   smallint    not null,
  until_year   smallint,
  first_amount bigint      not null,
  per_year     bigint      not null,
  chosen_on    date        not null,
  chosen_by    text        not null,
  constraint dues_choice_is_one_for_a_year primary key (account_id, first_year),
  constraint dues_choice_owes_nothing_or_more check (first_amount >= 0 and per_year >= 0),
  constraint dues_choice_ends_after_it_begins check (until_year >= first_year)
);
comment on table ledger.dues_choice is
  'What a member chose to pay for belonging, from a year on; who chose nothing owes nothing.';
create index dues_choice_in_force on ledger.dues_choice (account_id) where until_year is null;

create table ledger.dues_payment (
  posting_id uuid     not null
    constraint dues_payment_is_made_once primary key,
  account_id bigint   not null
    constraint dues_payment_is_of_an_account references ledger.account (id),
  year       smallint not null,
  amount     bigint   not null
    constraint dues_payment_is_positive check (amount > 0)
);
comment on table ledger.dues_payment is
  'Whose dues of which year a posting took; one that is reversed counts for nothing.';
create index dues_payment_by_year on ledger.dues_payment (year, account_id) include (amount, posting_id);
create index dues_payment_by_account on ledger.dues_payment (account_id, year);

create function ledger.dues_of(of_year integer, days_to_pay integer)
  returns table (account_id bigint, owed bigint, paid bigint, due_on date)
  language sql stable as $$
select c.account_id, case when c.first_year = of_year then c.first_amount else c.per_year end,
       coalesce(p.paid, 0)::bigint,
       case when c.first_year = of_year then greatest(c.chosen_on, make_date(of_year, 1, 1))
            else make_date(of_year, 1, 1) end + days_to_pay
  from ledger.dues_choice as c
       left join (
         select d.account_id, sum(d.amount) as paid
           from ledger.dues_payment as d
          where d.year = of_year
            and not exists (select from ledger.posting as r where r.reverses = d.posting_id)
          group by d.account_id) as p on p.account_id = c.account_id
 where c.first_year <= of_year and (c.until_year is null or c.until_year >= of_year)
$$;
comment on function ledger.dues_of is
  'What each member who chose owes and has paid for a year, and until when it is to be paid.';

create table ledger.dues_notice (
  account_id bigint   not null
    constraint dues_notice_is_for_an_account references ledger.account (id),
  year       smallint not null,
  kind       text     not null
    constraint dues_notice_kind_is_known check (kind in ('due', 'late')),
  given_on   date     not null,
  constraint dues_notice_is_given_once primary key (account_id, year, kind)
);
comment on table ledger.dues_notice is 'Who was told that dues are to be paid, or are late: once each a year.';

create table ledger.dues_day (
  day date not null
    constraint dues_day_is_looked_through_once primary key
);
comment on table ledger.dues_day is 'The days on which everybody was told what they owe for belonging.';

create table ledger.receipt_book (
  id         uuid        not null
    constraint receipt_book_id_is_unique primary key,
  till       bigint      not null
    constraint receipt_book_is_of_a_till references ledger.till (cash_account),
  first      integer     not null,
  last       integer     not null,
  printed_by text        not null,
  printed_at timestamptz not null,
  constraint receipt_book_begins_once unique (till, first),
  constraint receipt_book_holds_receipts check (0 < first and first <= last)
);
comment on table ledger.receipt_book is 'Receipts printed for a till before the network fails: their numbers.';

create table ledger.paper_receipt (
  till        bigint      not null
    constraint paper_receipt_is_of_a_till references ledger.till (cash_account),
  number      integer     not null,
  posting_id  uuid
    constraint paper_receipt_is_of_one_posting unique,
  reason      text,
  entered_by  text        not null,
  entered_at  timestamptz not null,
  constraint paper_receipt_is_used_once primary key (till, number),
  constraint paper_receipt_is_posted_or_voided check (num_nulls(posting_id, reason) = 1)
);
comment on table ledger.paper_receipt is
  'A receipt of a book once used: the posting that entered it, or why it was voided. None is missing.';

create table ledger.closure (
  account_id   bigint      not null
    constraint closure_is_final primary key
    constraint closure_is_of_an_account references ledger.account (id),
  reason       text        not null
    constraint closure_reason_is_known check (reason in ('asked', 'death', 'ceased', 'duplicate')),
  into_account bigint
    constraint closure_leads_to_an_account references ledger.account (id),
  closed_by    text        not null,
  closed_at    timestamptz not null,
  constraint closure_of_a_duplicate_leads_elsewhere
    check ((reason = 'duplicate') = (into_account is not null) and into_account <> account_id)
);
comment on table ledger.closure is
  'Accounts that ended: why, by whom, and, where their holder had two, which one goes on. Never changed.';
create index closure_by_account_that_goes_on on ledger.closure (into_account) where into_account is not null;
create index closure_by_instant on ledger.closure (closed_at);

create table ledger.retention_run (
  day      date        not null,
  rule     text        not null,
  removed  bigint      not null,
  ended_at timestamptz,
  constraint retention_run_is_one_a_day primary key (day, rule),
  constraint retention_run_removes_or_not check (removed >= 0)
);
comment on table ledger.retention_run is
  'How many rows of people each line of the retention table removed on a day; no ended_at: it goes on.';

create table ledger.milestone (
  id             text     not null
    constraint milestone_id_is_unique primary key,
  month_due      smallint not null
    constraint milestone_is_due_within_five_years check (month_due between 1 and 60),
  phase          text     not null,
  scope          text     not null,
  title          text     not null,
  indicator      text     not null,
  target_min     bigint   not null,
  target_nominal bigint   not null,
  proof_expected text     not null,
  benchmark      text     not null
);
comment on table ledger.milestone is 'The calendar of the launch as first planned; it never changes.';

create table ledger.milestone_plan (
  id         uuid        not null
    constraint milestone_plan_id_is_unique primary key,
  milestone  text        not null
    constraint milestone_plan_is_of_a_milestone references ledger.milestone (id),
  month_due  smallint    not null
    constraint milestone_plan_is_due_within_five_years check (month_due between 1 and 60),
  reason     text        not null,
  planned_by text        not null,
  planned_at timestamptz not null
);
comment on table ledger.milestone_plan is 'Milestones planned anew, and why; the first plan stays beside them.';
create index milestone_plan_by_milestone on ledger.milestone_plan (milestone, planned_at);

create table ledger.attached_file (
  id         uuid        not null
    constraint attached_file_id_is_unique primary key,
  digest     bytea       not null,
  name       text        not null
    constraint attached_file_has_a_safe_name check (name ~ '^[A-Za-z0-9-]{1,60}\.[a-z]{3,4}$'),
  media_type text        not null,
  size       integer     not null
    constraint attached_file_has_at_most_five_megabytes check (size between 1 and 5242880),
  content    bytea       not null,
  kept_by    text        not null,
  kept_at    timestamptz not null,
  constraint attached_file_is_named_by_its_digest unique (id, digest),
  constraint attached_file_has_the_digest_of_its_bytes check (digest = sha256(content)),
  constraint attached_file_has_the_size_of_its_bytes check (size = octet_length(content))
);
comment on table ledger.attached_file is
  'Files that show what was noted of the launch, whole and never changed, with their SHA-256 digests.';

create table ledger.milestone_proof (
  id        uuid        not null
    constraint milestone_proof_id_is_unique primary key,
  milestone text        not null
    constraint milestone_proof_is_of_a_milestone references ledger.milestone (id),
  value     bigint      not null
    constraint milestone_proof_shows_something check (value >= 0),
  reference text        not null,
  noted_by  text        not null,
  noted_at  timestamptz not null,
  file        uuid,
  file_digest bytea,
  constraint milestone_proof_names_the_digest_of_its_file foreign key (file, file_digest)
    references ledger.attached_file (id, digest) match full
);
comment on table ledger.milestone_proof is
  'What was reached where the ledger cannot tell, and which document shows it.';
create index milestone_proof_by_milestone on ledger.milestone_proof (milestone, noted_at);

create table ledger.policy_change (
  id         uuid        not null
    constraint policy_change_id_is_unique primary key,
  version    integer     not null,
  valid_from date        not null,
  document   jsonb       not null,
  reason     text        not null,
  asked_by   text        not null,
  asked_at   timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  is_granted boolean,
  constraint policy_change_is_decided_whole check (num_nulls(decided_by, decided_at, is_granted) in (0, 3)),
  constraint policy_change_takes_two_people check (not (is_granted and decided_by = asked_by)),
  constraint policy_change_follows_a_version check (version > 1)
);
comment on table ledger.policy_change is
  'What somebody proposed of the policy, and who signed or refused it; whoever proposed may take it back.';
create unique index policy_change_waits_alone on ledger.policy_change ((true)) where decided_at is null;
create unique index policy_change_of_a_version on ledger.policy_change (version) where is_granted;

create table ledger.launch_cost (
  id        uuid        not null
    constraint launch_cost_id_is_unique primary key,
  month     date        not null
    constraint launch_cost_is_of_a_month check (month = date_trunc('month', month)),
  amount    bigint      not null
    constraint launch_cost_is_something check (amount > 0),
  reference text        not null,
  noted_by  text        not null,
  noted_at  timestamptz not null,
  file        uuid,
  file_digest bytea,
  constraint launch_cost_names_the_digest_of_its_file foreign key (file, file_digest)
    references ledger.attached_file (id, digest) match full
);
comment on table ledger.launch_cost is
  'Euros that a month of the launch cost, in cents, and which document says so; lines add up.';

create table ledger.phase_review (
  id         uuid        not null
    constraint phase_review_id_is_unique primary key,
  phase      text        not null
    constraint phase_review_is_of_a_known_phase check (phase in ('pilote', 'montee_en_charge')),
  is_go      boolean     not null,
  held_on    date        not null,
  reference  text        not null,
  reason     text        not null,
  noted_by   text        not null,
  noted_at   timestamptz not null,
  file        uuid,
  file_digest bytea,
  constraint phase_review_names_the_digest_of_its_file foreign key (file, file_digest)
    references ledger.attached_file (id, digest) match full
);
comment on table ledger.phase_review is
  'Go or no-go: whether a phase of the launch may begin, and which document says so; the latest counts.';

create table ledger.agreement (
  id         uuid        not null
    constraint agreement_id_is_unique primary key,
  account_id bigint      not null
    constraint agreement_is_of_an_account references ledger.account (id),
  starts_on  date        not null,
  ends_on    date,
  committee  text        not null,
  reason     text,
  asked_by   text        not null,
  asked_at   timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  is_granted boolean,
  constraint agreement_is_decided_at_once check (num_nulls(decided_by, decided_at, is_granted) in (0, 3)),
  constraint agreement_takes_two_people check (decided_by <> asked_by)
);
comment on table ledger.agreement is
  'The register of acceptors: what a committee decided for how long; the latest granted rules the account.';
create unique index agreement_waits_alone on ledger.agreement (account_id) where decided_at is null;
create index agreement_by_account on ledger.agreement (account_id, decided_at);

-- People ---------------------------------------------------------------------------------------------------------

create function people.folded(name text) returns text language sql immutable strict parallel safe
return translate(lower(name), 'ÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸàâäáãåçéèêëíìîïñóòôöõúùûüýÿ’-',
                              'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy'' ');
comment on function people.folded is
  'A name as people search and sort it: without capitals or accents, whatever the locale of the server.';

create table people.member (
  id         uuid        not null
    constraint member_id_is_unique primary key,
  kind       text        not null,
  name       text        not null,
  street     text,
  insee      text,
  activity   text,
  email      text,
  created_at timestamptz not null default clock_timestamp(),
  folded_name text generated always as (people.folded(name)) stored,
  erased_at  timestamptz,
  constraint member_is_erased_whole
    check (erased_at is null or num_nonnulls(street, insee, activity, email) = 0)
);
comment on column people.member.erased_at is
  'When the person was erased: the row stays without a name, for the books to point to.';
comment on table people.member is 'Who holds a wallet: a resident, a shop, an association, a public cash office.';
create index member_by_name on people.member (folded_name, id);
create index member_by_instant on people.member (created_at, id);
create index member_by_part_of_name on people.member using gin (folded_name people.gin_trgm_ops);

create table people.person (
  id         uuid        not null
    constraint person_id_is_unique primary key,
  name       text        not null,
  email      text,
  created_at timestamptz not null default clock_timestamp(),
  letters_from bigint,
  birth_date date,
  likeness   bytea,
  guardian_id uuid
    constraint person_guardian_is_a_person references people.person (id),
  merged_into uuid
    constraint person_is_merged_into_a_person references people.person (id),
  born bytea,
  constraint person_is_guarded_by_another check (guardian_id <> id),
  constraint person_is_merged_into_another check (merged_into <> id)
);
comment on table people.person is 'A natural person who signs in.';
alter table people.person
  add constraint person_birth_date_is_written_encrypted check (birth_date is null) not valid;
comment on column people.person.born is
  'The birth date, encrypted; birth_date held it in clear, and is emptied as soon as the service opens.';
create index person_born_in_clear on people.person (id) where birth_date is not null;
comment on column people.person.merged_into is
  'The same person, enrolled twice: who goes on.';
comment on column people.person.likeness is
  'Keyed seal of the folded name and the birth date: two of the same are shown to the desk.';
create index person_by_likeness on people.person (likeness) where likeness is not null;
create index person_by_email on people.person (lower(email)) where email is not null;

create table people.relative (
  id         uuid        not null
    constraint relative_id_is_unique primary key,
  person_id  uuid        not null
    constraint relative_is_declared_by_a_person references people.person (id),
  name       bytea       not null,
  name_seal bytea       not null,
  likeness   bytea       not null,
  declared_at timestamptz not null,
  ended_at   timestamptz
);
comment on table people.relative is
  'Whom an officer declared as a relative and therefore does not serve; the name is encrypted, the seals compare.';
comment on column people.relative.name_seal is
  'Keyed seal of the folded name alone: it compares with people whose birth date nobody noted.';
create index relative_by_person on people.relative (person_id);
create index person_by_letters_from on people.person (letters_from) where letters_from is not null;
comment on column people.person.email is 'The address that its holder has confirmed.';
comment on column people.person.letters_from is
  'Each movement after this posting is told by e-mail; none where it is null.';

create table people.standing (
  person_id    uuid not null
    constraint standing_is_of_a_person references people.person (id),
  role         text not null,
  member_id    uuid
    constraint standing_is_for_a_member references people.member (id),
  institution  text
    constraint standing_is_for_a_known_institution references ledger.institution (name),
  till_account bigint
    constraint standing_keeps_a_till references ledger.account (id),
  ended_at     timestamptz,
  starts_at    timestamptz not null default clock_timestamp(),
  constraint standing_is_for_one_organisation check ((member_id is null) <> (institution is null))
);
comment on table people.standing is 'What a person is, and for whom: a role for a member or for an institution.';
comment on column people.standing.starts_at is 'When it begins to count: a day after it was granted where it signs.';
create unique index standing_is_given_once
  on people.standing (person_id, role, member_id, institution) nulls not distinct;

create table people.device (
  key_id       uuid        not null
    constraint device_is_named_once primary key
    constraint device_key_is_registered references ledger.approval_key (id),
  person_id    uuid        not null
    constraint device_is_of_a_person references people.person (id),
  name         text        not null,
  is_backed_up boolean     not null default false
);
comment on table people.device is 'What a person calls the phone or passkey behind a key.';
create index device_by_person on people.device (person_id);

create table people.enrolment_slip (
  id           uuid        not null
    constraint enrolment_slip_id_is_unique primary key,
  code_hash    bytea       not null
    constraint enrolment_slip_code_is_unique unique,
  person_id    uuid        not null
    constraint enrolment_slip_is_for_a_person references people.person (id),
  account_id   bigint      not null
    constraint enrolment_slip_is_for_an_account references ledger.account (id),
  issued_by    text        not null,
  issued_at    timestamptz not null,
  expires_at   timestamptz not null,
  public_key   bytea,
  device_name  text,
  opened_at    timestamptz,
  confirmed_by text,
  confirmed_at timestamptz,
  terms_version smallint,
  pin_hash     text,
  identity_seen text,
  constraint enrolment_slip_is_opened_by_a_phone check ((opened_at is null) = (public_key is null)),
  constraint enrolment_slip_is_opened_before_it_is_confirmed
    check (confirmed_at is null or opened_at is not null)
);
comment on table people.enrolment_slip is
  'Printed at a desk: whoever opens it first waits until four words are confirmed.';

create table people.freeze_code (
  account_id bigint      not null
    constraint freeze_code_is_one_for_an_account primary key
    constraint freeze_code_is_of_an_account references ledger.account (id),
  code_hash  bytea       not null
    constraint freeze_code_is_unique unique,
  made_at    timestamptz not null
);
comment on table people.freeze_code is
  'Freezes an account from a public page, day and night, and does nothing else; only its hash is kept.';

create table people.account_pin (
  account_id bigint      not null
    constraint account_pin_is_one_for_an_account primary key
    constraint account_pin_is_of_an_account references ledger.account (id),
  pin_hash   text        not null,
  set_under  text        not null,
  set_at     timestamptz not null,
  valid_from timestamptz not null,
  tries      smallint    not null default 0
    constraint account_pin_is_tried_five_times check (tries between 0 and 5)
);
comment on table people.account_pin is
  'The PIN that approves beside a phone: only its argon2id is kept; tries: wrong ones since the last right one.';

create table people.card_secret (
  card_id     uuid  not null
    constraint card_secret_is_one_for_a_card primary key
    constraint card_secret_is_of_a_card references ledger.card (id),
  code_hash   bytea not null
    constraint card_code_is_unique unique,
  number_hash bytea not null
    constraint card_number_is_unique unique,
  pin_hash    text  not null
);
comment on table people.card_secret is
  'What opens a card: sealed hashes of its code and number, the argon2id of its PIN.';

create table people.staff_code (
  person_id uuid        not null
    constraint staff_code_is_one_for_a_person primary key
    constraint staff_code_is_of_a_person references people.person (id),
  member_id uuid        not null
    constraint staff_code_opens_the_tills_of_a_member references people.member (id),
  pin_hash  text        not null,
  set_at    timestamptz not null
);
comment on table people.staff_code is
  'The code by which somebody opens a till of their shop: only its argon2id is kept.';
create index staff_code_by_member on people.staff_code (member_id);

create table people.staff_try (
  person_id uuid        not null
    constraint staff_try_is_for_a_person references people.person (id),
  key_id    uuid        not null
    constraint staff_try_is_made_at_a_till references ledger.approval_key (id),
  tried_at  timestamptz not null
);
comment on table people.staff_try is
  'Codes tried at a till since the last right one: after five, the till stops listening.';
create index staff_try_by_person on people.staff_try (person_id, key_id);

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
  ended_at   timestamptz,
  key_id     uuid
    constraint session_is_of_a_phone references ledger.approval_key (id),
  challenge_hash bytea
    constraint session_challenge_is_signed_once unique,
  institution text,
  browser    bytea,
  officer_key_id uuid
    constraint session_is_of_an_officer references ledger.officer_key (id),
  last_used_at timestamptz not null default clock_timestamp(),
  unlocked_by  bytea[]     not null default '{}'
);
comment on column people.session.unlocked_by is 'Digests of the challenges that unlocked it: each serves once.';
comment on column people.session.last_used_at is
  'When an officer last did something at the console, to half a minute; at other doors, when it was opened.';
comment on table people.session is 'Signed-in browsers, one row per door; only the hash of the token is kept.';
create index session_by_officer_key on people.session (officer_key_id) where officer_key_id is not null;

create table people.officer_invitation (
  id          uuid        not null
    constraint officer_invitation_id_is_unique primary key,
  code_hash   bytea       not null
    constraint officer_invitation_code_is_unique unique,
  person_id   uuid        not null
    constraint officer_invitation_is_for_a_person references people.person (id),
  institution text        not null,
  granted_by  text        not null,
  granted_at  timestamptz not null,
  expires_at  timestamptz not null,
  opened_at   timestamptz,
  is_reset    boolean     not null default false
);
comment on column people.officer_invitation.is_reset is
  'Whether a key was asked for anew: the one that it makes countersigns a day later.';
comment on table people.officer_invitation is
  'A code by which somebody of an institution makes a passkey, once; opened, the keys before it are revoked.';

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

create table people.address_wish (
  person_id uuid        not null
    constraint address_wish_is_one_for_a_person primary key
    constraint address_wish_is_of_a_person references people.person (id),
  id        uuid        not null,
  address   text        not null,
  asked_at  timestamptz not null,
  asked     smallint    not null default 1,
  tries     smallint    not null default 0
);
comment on table people.address_wish is
  'An address that waits for its code; asked: how often today; the code is derived, and kept nowhere.';

create table people.letter (
  id          uuid        not null
    constraint letter_id_is_unique primary key,
  person_id   uuid
    constraint letter_is_to_a_person references people.person (id),
  address     text,
  kind        text        not null,
  facts       jsonb       not null,
  written_at  timestamptz not null,
  tries       smallint    not null default 0,
  next_try_at timestamptz not null,
  sent_at     timestamptz,
  given_up_at timestamptz,
  constraint letter_ends_once check (sent_at is null or given_up_at is null),
  constraint letter_has_an_address_until_it_ends
    check ((address is null) = (sent_at is not null or given_up_at is not null))
);
comment on table people.letter is
  'The outbox: written with what it tells, sent later; once it has ended its address and facts are gone.';
create index letter_waits on people.letter (next_try_at) where address is not null;
create index letter_by_person on people.letter (person_id, written_at);
create index letter_by_instant on people.letter (written_at);

create table people.letter_cursor (
  is_only     boolean not null default true
    constraint letter_cursor_is_one primary key
    constraint letter_cursor_is_the_only_one check (is_only),
  posting_seq bigint  not null
);
comment on table people.letter_cursor is 'The last posting whose movements were told to those who wish it.';

create table people.desk_enrolment (
  id          uuid        not null
    constraint desk_enrolment_id_is_unique primary key,
  content     bytea       not null,
  account_id  bigint      not null
    constraint desk_enrolment_opens_an_account references ledger.account (id),
  enrolled_by text        not null,
  enrolled_at timestamptz not null
);
comment on table people.desk_enrolment is
  'A form by which a desk opened a wallet: sent twice, it opens one; content is its keyed digest.';

create table people.identity (
  seal       bytea       not null
    constraint identity_is_of_one_person primary key,
  person_id  uuid        not null
    constraint identity_is_of_a_person references people.person (id),
  document   text        not null
    constraint identity_document_is_known
    check (document in ('national_card', 'passport', 'residence_permit', 'driving_licence')),
  expires_on date        not null,
  seen_by    text        not null,
  seen_at    timestamptz not null
);
comment on table people.identity is
  'A document that a desk saw: the keyed seal of its number, never the number, nor a picture.';
create index identity_by_person on people.identity (person_id);

create table people.contact (
  seal        bytea       not null
    constraint contact_opens_one_wallet primary key,
  account_id  bigint      not null
    constraint contact_is_of_one_wallet unique
    constraint contact_is_of_a_wallet references ledger.account (id),
  verified_by text        not null,
  verified_at timestamptz not null
);
comment on table people.contact is
  'The keyed seal of the verified contact of an unidentified holder: one wallet for each.';

create table people.contact_wish (
  seal     bytea       not null
    constraint contact_wish_is_one_for_a_contact primary key,
  id       uuid        not null,
  asked_at timestamptz not null,
  asked    smallint    not null default 1,
  tries    smallint    not null default 0
);
comment on table people.contact_wish is
  'A contact that waits for its code; asked: how often today; the code is derived, and kept nowhere.';

create table people.professional (
  member_id   uuid not null
    constraint professional_is_described_once primary key
    constraint professional_is_a_member references people.member (id),
  siren       text not null
    constraint professional_siren_has_nine_digits check (siren ~ '^[0-9]{9}$'),
  folded_name text not null,
  town        text not null,
  country     text not null
    constraint professional_country_is_a_code check (country ~ '^[A-Z]{2}$'),
  derogation  text,
  representative_id uuid not null
    constraint professional_representative_is_a_person references people.person (id),
  representative_born bytea not null,
  document    text not null
    constraint professional_document_is_known
    check (document in ('national_card', 'passport', 'residence_permit', 'driving_licence')),
  document_expires_on date not null,
  owner_name  text,
  owner_born  bytea,
  constraint professional_owner_is_named_and_dated check ((owner_name is null) = (owner_born is null))
);
comment on table people.professional is
  'Who stands behind an acceptor; birth dates are encrypted under keys that the database does not hold.';
comment on column people.professional.derogation is
  'Why an establishment outside the perimeter is taken in; null inside it.';
create index professional_by_siren on people.professional (siren);
create index professional_by_name on people.professional (folded_name);

create table people.freeze_list (
  version      integer generated always as identity
    constraint freeze_list_version_is_unique primary key,
  published_at timestamptz not null,
  digest       bytea       not null,
  entries      integer     not null
    constraint freeze_list_holds_somebody check (entries > 0),
  imported_by  text        not null,
  imported_at  timestamptz not null
);
comment on table people.freeze_list is
  'Each publication of the national register of asset freezes that was imported; the latest counts.';

create table people.freeze_list_entry (
  number    integer not null,
  is_person boolean not null,
  names     jsonb   not null,
  words     text[]  not null,
  births    jsonb   not null
);
comment on table people.freeze_list_entry is
  'The entries of the latest publication, replaced whole: folded names and birth dates, and nothing else of them.';
create index freeze_list_entry_by_word on people.freeze_list_entry using gin (words);

create table people.freeze_list_hit (
  id          uuid        not null
    constraint freeze_list_hit_id_is_unique primary key,
  member_id   uuid        not null
    constraint freeze_list_hit_is_about_a_member references people.member (id),
  part        text        not null
    constraint freeze_list_hit_part_is_known check (part in ('member', 'holder', 'representative', 'owner')),
  name        text        not null,
  number      integer     not null,
  likeness    text        not null
    constraint freeze_list_hit_likeness_is_known check (likeness in ('dated', 'undated')),
  version     integer     not null
    constraint freeze_list_hit_is_of_a_publication references people.freeze_list (version),
  found_at    timestamptz not null,
  outcome     text
    constraint freeze_list_hit_outcome_is_known check (outcome in ('other', 'same')),
  note        text,
  examined_by text,
  examined_at timestamptz,
  constraint freeze_list_hit_is_examined_whole
    check (num_nulls(outcome, note, examined_by, examined_at) in (0, 4)),
  constraint freeze_list_hit_is_found_once unique (member_id, part, name, number)
);
comment on table people.freeze_list_hit is
  'A member, or who stands behind one, whom the register may name: somebody compares, and says who it is.';

create table people.member_import (
  digest      bytea       not null
    constraint member_import_happens_once primary key,
  members     integer     not null,
  amount      bigint      not null,
  imported_by text        not null,
  imported_at timestamptz not null
);
comment on table people.member_import is
  'Each file of members that was imported: whole, once.';

create table people.freeze_list_check (
  id         uuid        not null
    constraint freeze_list_check_id_is_unique primary key,
  member_id  uuid        not null
    constraint freeze_list_check_is_of_a_member references people.member (id),
  checked_on date        not null,
  result     text        not null
    constraint freeze_list_check_lets_in check (result in ('nobody', 'namesake')),
  note       text,
  checked_by text        not null,
  checked_at timestamptz not null,
  list_version integer
    constraint freeze_list_check_reads_a_publication references people.freeze_list (version),
  constraint freeze_list_check_tells_namesakes_apart check (result = 'nobody' or note is not null)
);
comment on table people.freeze_list_check is
  'When the national register of asset freezes was looked up for a member, and what it said.';
comment on column people.freeze_list_check.list_version is
  'The publication that the house looked up by itself; null where a teller looked elsewhere.';
create index freeze_list_check_by_member on people.freeze_list_check (member_id);

create table people.bank_account (
  id          uuid        not null
    constraint bank_account_id_is_unique primary key,
  account_id  bigint      not null
    constraint bank_account_is_of_a_wallet references ledger.account (id),
  iban        bytea       not null,
  iban_seal   bytea       not null,
  holder      bytea       not null,
  is_first    boolean     not null,
  asked_by    text        not null,
  asked_at    timestamptz not null,
  decided_by  text,
  decided_at  timestamptz,
  is_granted  boolean,
  counts_from timestamptz,
  constraint bank_account_is_decided_at_once
    check (num_nulls(decided_by, decided_at, is_granted) in (0, 3)),
  constraint bank_account_takes_two_people check (decided_by <> asked_by or not is_granted),
  constraint bank_account_counts_once_granted
    check ((counts_from is not null) = coalesce(is_granted, false)),
  constraint bank_account_that_changes_waits_three_days
    check (counts_from >= decided_at + case when is_first then interval '0' else interval '72 hours' end)
);
comment on table people.bank_account is
  'Where euros of a wallet go: IBAN and holder are encrypted; one person asks, another grants; the latest that counts is paid.';
create unique index bank_account_waits_alone on people.bank_account (account_id) where decided_at is null;
create unique index bank_account_begins_once on people.bank_account (account_id)
  where is_first and is_granted is not false;
create index bank_account_by_account on people.bank_account (account_id, counts_from);
create index bank_account_by_iban on people.bank_account (iban_seal);

create table people.payout (
  redemption_id   uuid        not null
    constraint payout_is_prepared_once primary key
    constraint payout_is_of_a_redemption references ledger.posting (id),
  bank_account_id uuid        not null
    constraint payout_goes_to_a_bank_account references people.bank_account (id),
  prepared_by     text        not null,
  prepared_at     timestamptz not null
);
comment on table people.payout is
  'Where the euros of a redemption go: frozen when the transfer is prepared, whatever is changed afterwards.';

-- Donations and bonuses ------------------------------------------------------------------------------------------

create table people.sponsorship (
  id            uuid        not null
    constraint sponsorship_id_is_unique primary key,
  account_id    bigint      not null
    constraint sponsorship_is_of_an_account references ledger.account (id),
  first_choice  bigint
    constraint sponsorship_is_first_for_an_account references ledger.account (id),
  second_choice bigint
    constraint sponsorship_is_then_for_an_account references ledger.account (id),
  chosen_by     text        not null,
  chosen_at     timestamptz not null,
  constraint sponsorship_names_two_associations_in_order
    check (second_choice is null or (first_choice is not null and first_choice <> second_choice))
);
comment on table people.sponsorship is
  'Which association a resident sponsors, and which one instead: the latest choice of a day counts; without any, none.';
create index sponsorship_by_account on people.sponsorship (account_id, chosen_at desc);

create table ledger.given_day (
  day date not null
    constraint given_day_is_given_once primary key
    constraint given_day_is_of_the_journal references ledger.journal_day (day)
);
comment on table ledger.given_day is
  'Closed days whose issuances have had their donation and their bonus.';

-- Watchfulness ---------------------------------------------------------------------------------------------------

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

-- Forgetting ------------------------------------------------------------------------------------------------------

create table people.person_key (
  person_id uuid        not null
    constraint person_key_is_one_for_a_person primary key,
  wrapped   bytea       not null,
  made_at   timestamptz not null
);
comment on table people.person_key is
  'The key of what is kept of somebody where nothing is erased, itself under the column keys: destroyed, all of it is gone.';
create table people.exit_proof (
  request_id uuid not null
    constraint exit_proof_is_of_one_request primary key
    constraint exit_proof_is_of_a_request references ledger.exit_request (id),
  reference  text not null
);
comment on table people.exit_proof is 'Which document was shown for an exit: its reference, never a copy.';

create function people.forget_alerts(before timestamptz, most integer) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  gone uuid[];
begin
  select array_agg(s.alert_id) into gone
    from (select alert_id from people.watch_step
           where kind = 'closed'
             and taken_at < least(before, clock_timestamp() - interval '5 years')
           order by taken_at limit most) as s;
  delete from people.watch_step where alert_id = any(gone);
  delete from people.watch_alert where id = any(gone);
  return coalesce(cardinality(gone), 0);
end $$;
comment on function people.forget_alerts is
  'The one way in which an alert goes: examined, and five years ago; nobody may delete one otherwise.';

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
create trigger day_flow_is_never_changed before update or delete or truncate on ledger.day_flow
  for each statement execute function ledger.refuse_change();
alter table ledger.posting enable always trigger posting_is_never_changed;
alter table ledger.leg enable always trigger leg_is_never_changed;
alter table ledger.refusal enable always trigger refusal_is_never_changed;
alter table ledger.journal_day enable always trigger journal_day_is_never_changed;
alter table ledger.day_flow enable always trigger day_flow_is_never_changed;

create trigger signature_is_never_changed before update or delete or truncate on ledger.signature
  for each statement execute function ledger.refuse_change();
alter table ledger.signature enable always trigger signature_is_never_changed;
create trigger phase_review_is_never_changed before update or delete or truncate on ledger.phase_review
  for each statement execute function ledger.refuse_change();
alter table ledger.phase_review enable always trigger phase_review_is_never_changed;
create trigger day_spending_is_never_changed before update or delete or truncate on ledger.day_spending
  for each statement execute function ledger.refuse_change();
alter table ledger.day_spending enable always trigger day_spending_is_never_changed;
create trigger day_paid_is_never_changed before update or delete or truncate on ledger.day_paid
  for each statement execute function ledger.refuse_change();
alter table ledger.day_paid enable always trigger day_paid_is_never_changed;
create trigger launch_cost_is_never_changed before update or delete or truncate on ledger.launch_cost
  for each statement execute function ledger.refuse_change();
alter table ledger.launch_cost enable always trigger launch_cost_is_never_changed;
create trigger attached_file_is_never_changed before update or delete or truncate on ledger.attached_file
  for each statement execute function ledger.refuse_change();
alter table ledger.attached_file enable always trigger attached_file_is_never_changed;
create trigger milestone_proof_is_never_changed before update or delete or truncate on ledger.milestone_proof
  for each statement execute function ledger.refuse_change();
alter table ledger.milestone_proof enable always trigger milestone_proof_is_never_changed;

create trigger staff_act_is_never_changed before update or delete or truncate on ledger.staff_act
  for each statement execute function ledger.refuse_change();
alter table ledger.staff_act enable always trigger staff_act_is_never_changed;
create trigger redemption_decision_is_never_changed before update or delete or truncate on ledger.redemption_decision
  for each statement execute function ledger.refuse_change();
alter table ledger.redemption_decision enable always trigger redemption_decision_is_never_changed;

create trigger closure_is_never_changed before update or delete or truncate on ledger.closure
  for each statement execute function ledger.refuse_change();
alter table ledger.closure enable always trigger closure_is_never_changed;

create function ledger.refuse_recount() returns trigger language plpgsql as $$
begin
  if old.counted is not null
     and (old.counted, old.pieces, old.expected, old.taken, old.cheques, old.counted_at)
         is distinct from
         (new.counted, new.pieces, new.expected, new.taken, new.cheques, new.counted_at) then
    raise exception 'a till is counted once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
comment on function ledger.refuse_recount is 'Refuses to change the count of a till once it is written.';
create trigger till_day_is_counted_once before update on ledger.till_day
  for each row execute function ledger.refuse_recount();
alter table ledger.till_day enable always trigger till_day_is_counted_once;

-- Rights ---------------------------------------------------------------------------------------------------------

grant usage on schema ledger, people to mlc_app;
grant usage on schema ledger to mlc_auditor;
grant select on all tables in schema ledger to mlc_app, mlc_auditor;
grant select on all tables in schema people to mlc_app;
grant insert on ledger.posting, ledger.leg, ledger.refusal, ledger.journal_day, ledger.day_flow to mlc_app;
grant insert on ledger.day_spending, ledger.day_paid, ledger.launch_cost to mlc_app;
grant insert on ledger.account, ledger.location, ledger.payment_request, ledger.policy to mlc_app;
grant update (balance, version, paid_on, paid_that_day, cash_in, cash_that_month,
              low_value_spent, low_value_count, has_own_limits,
              status, tier, floor, ceiling, agreed_from, agreed_until) on ledger.account to mlc_app;
grant insert on ledger.approval_key to mlc_app;
grant update (revoked_at) on ledger.approval_key to mlc_app;
grant insert on ledger.claim to mlc_app;
grant update (account_id, closed_at, request_id, expires_at) on ledger.claim to mlc_app;
grant insert, delete on ledger.missed_code to mlc_app;
grant insert, delete on ledger.payer_reply to mlc_app;
grant update (reason, part, told_at, asked_again) on ledger.payer_reply to mlc_app;
grant insert on ledger.institution, ledger.desk, ledger.own_limit to mlc_app;
grant update (street, insee, hours) on ledger.desk to mlc_app;
grant insert on ledger.card to mlc_app;
grant update (blocked_at, blocked_by) on ledger.card to mlc_app;
grant insert, delete on ledger.card_try to mlc_app;
grant insert on ledger.freeze to mlc_app;
grant update (asked_by, asked_at, lifted_by, lifted_at) on ledger.freeze to mlc_app;
grant update (revoked_at, key_rotation, label) on ledger.location to mlc_app;
grant insert on ledger.till_pairing to mlc_app;
grant update (confirmed_by, confirmed_at, ended_at, synced_at, synced_rotation) on ledger.till_pairing to mlc_app;
grant update (withdrawn_at) on ledger.payment_request to mlc_app;
grant insert on ledger.till, ledger.till_day, ledger.till_movement to mlc_app;
grant update (closed_at, closed_by) on ledger.till to mlc_app;
grant update (state, float_checked_by, counted_at, counted, pieces, expected, taken, cheques, reason, checked_by,
              closed_at, left_in_till, slip_number, slip_posting) on ledger.till_day to mlc_app;
grant update (confirmed_by, confirmed_at) on ledger.till_movement to mlc_app;
grant insert on ledger.countersignature to mlc_app;
grant update (decided_by, decided_at, is_granted) on ledger.countersignature to mlc_app;
grant insert on ledger.officer_key, ledger.asked_in, ledger.signature to mlc_app;
grant update (revoked_at) on ledger.officer_key to mlc_app;
grant update (principal, browser) on ledger.asked_in to mlc_app;
grant insert on ledger.redemption_decision, ledger.payout_batch, ledger.payout_line to mlc_app;
grant update (decided_by, decided_at, is_sent) on ledger.payout_batch to mlc_app;
grant update (is_dropped) on ledger.payout_line to mlc_app;
grant insert on ledger.exit_request to mlc_app;
grant update (first_by, first_at, is_first_by_treasury, decided_by, decided_at, is_granted)
  on ledger.exit_request to mlc_app;
grant insert on ledger.cheque, ledger.member_debt to mlc_app;
grant update (paid) on ledger.member_debt to mlc_app;
grant insert, update, delete on ledger.dues_choice to mlc_app;
grant insert on ledger.dues_payment, ledger.dues_notice, ledger.dues_day to mlc_app;
grant update (account_id) on ledger.dues_payment to mlc_app;
grant insert on ledger.receipt_book, ledger.paper_receipt to mlc_app;
grant insert on ledger.milestone_plan, ledger.milestone_proof, ledger.attached_file to mlc_app;
grant insert on ledger.policy_change, ledger.phase_review to mlc_app;
grant update (decided_by, decided_at, is_granted) on ledger.policy_change to mlc_app;
grant insert on ledger.agreement to mlc_app;
grant update (decided_by, decided_at, is_granted) on ledger.agreement to mlc_app;
grant insert, update, delete on all tables in schema people to mlc_app;
grant insert on ledger.staff_act, ledger.closure, ledger.given_day to mlc_app;
grant insert on ledger.own_ceiling to mlc_app;
grant update (ended_at) on ledger.own_ceiling to mlc_app;
grant update (limit_group, territory) on ledger.account to mlc_app;
revoke update on people.person_key from mlc_app;
grant update (wrapped) on people.person_key to mlc_app;
revoke update on people.sponsorship from mlc_app;
revoke update, delete on people.watched_day, people.watch_alert, people.watch_step from mlc_app;
grant update (note) on people.watch_step to mlc_app;
grant update (reason, facts) on people.watch_alert to mlc_app;
revoke delete on people.member, people.freeze_list, people.letter_cursor, people.member_import from mlc_app;
revoke all on function people.forget_alerts from public;
grant execute on function people.forget_alerts to mlc_app;
grant insert on ledger.retention_run to mlc_app;
grant update (removed, ended_at) on ledger.retention_run to mlc_app;
