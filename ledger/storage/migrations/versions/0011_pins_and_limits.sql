alter table ledger.account add column has_own_limits boolean not null default false;
grant update (has_own_limits) on ledger.account to mlc_app;

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
grant select, insert on ledger.own_limit to mlc_app;
grant select on ledger.own_limit to mlc_auditor;

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
grant select, insert, update, delete on people.account_pin to mlc_app;

alter table people.enrolment_slip add column pin_hash text;
