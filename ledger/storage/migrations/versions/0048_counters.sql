alter table ledger.countersignature drop constraint countersignature_is_of_a_known_act;
alter table ledger.countersignature add constraint countersignature_is_of_a_known_act
  check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger', 'erasure', 'cheque_unpaid', 'top_up',
                 'attribution', 'redemption_return', 'cover', 'reopening', 'ceiling'));

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

grant select on ledger.own_ceiling to mlc_app, mlc_auditor;
grant insert on ledger.own_ceiling to mlc_app;
grant update (ended_at) on ledger.own_ceiling to mlc_app;
grant update (territory) on ledger.account to mlc_app;
