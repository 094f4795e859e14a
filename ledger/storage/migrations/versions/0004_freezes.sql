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

grant select on ledger.freeze to mlc_app, mlc_auditor;
grant insert on ledger.freeze to mlc_app;
grant update (asked_by, asked_at, lifted_by, lifted_at) on ledger.freeze to mlc_app;
grant select, insert, update, delete on people.freeze_code to mlc_app;
