alter table ledger.countersignature drop constraint countersignature_is_of_a_known_act;
alter table ledger.countersignature add constraint countersignature_is_of_a_known_act
  check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger'));

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

create trigger closure_is_never_changed before update or delete or truncate on ledger.closure
  for each statement execute function ledger.refuse_change();
alter table ledger.closure enable always trigger closure_is_never_changed;

grant select on ledger.closure to mlc_app, mlc_auditor;
grant insert on ledger.closure to mlc_app;
